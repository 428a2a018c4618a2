"""The demo's three months of work as a table: who was inspected when, what was wrong, what became of it.

Owns the cases, the words of every finding and the road of each fate. Knows no workspace and does nothing.

A fault is written `question=fate`. Fates: `spot` fixed within the visit; `found` not ordered yet; `running` ordered
and being rectified; the rest are named for where the hazard stands in the end, or for what happened on the way.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

# What follows service, in order. `clear` is the inspector's for a general hazard, the supervisor's for a major one.
FATES: Mapping[str, tuple[str, ...]] = {
    "spot": (),
    "found": (),
    "running": (),
    "submitted": ("submit",),
    "passed": ("submit", "pass"),
    "cleared": ("submit", "pass", "clear"),
    "failed": ("submit", "fail"),
    "retried": ("submit", "partial", "submit", "pass", "clear"),
    "no_access": ("submit", "no_access"),
    "asked": ("ask",),
    "extended": ("ask", "grant"),
    "escalated": ("escalate",),
    "referred": ("refer",),
    "equivalent": ("equivalent",),
    "disproved": ("disprove",),
    "closed": ("close",),
}
NOT_ORDERED = ("spot", "found")
JOINED = {"window_bars": "windows_to_open"}  # one hazard behind two questions: failing the first fails the second


@dataclass(frozen=True, slots=True)
class Case:
    """One inspection. `ago`: days before today; `home`, `pair`: places in the lists of homes and of inspectors.

    `notice`: term, dated, voided (and issued again) or none; `service`: direct, left or none; `review`: approve,
    wait, return, or amend (returned, mended, approved). `lowered`: suggested major, confirmed as general.
    `signed`: refused when the home would not sign. `withdrawn`: the question an amendment takes back.
    """

    ago: int
    home: int
    pair: int
    faults: Mapping[str, str]
    form: str = "fire_safety"
    kind: str = "routine"
    notice: str = "term"
    service: str = "direct"
    review: str = "approve"
    lowered: str = ""
    signed: bool = True
    withdrawn: str = ""
    draft: bool = False

    @property
    def failing(self) -> tuple[str, ...]:
        """The names of the questions that fail."""
        return (*self.faults, *(other for first, other in JOINED.items() if first in self.faults))


def _case(ago: int, home: int, pair: int, faults: str, **more: str | bool) -> Case:
    split = dict(fault.split("=") for fault in faults.split())
    return Case(ago, home, pair, split, **more)  # type: ignore[arg-type]  # the table below names fields of Case


CASES: tuple[Case, ...] = (
    _case(88, 0, 0, "exit_sign=spot wiring=cleared patrol=cleared archive=cleared"),
    _case(87, 1, 1, "window_bars=cleared extinguisher_state=spot emergency_light=cleared", kind="campaign"),
    _case(86, 2, 2, "gas_detector=cleared grease_duct=cleared"),
    _case(85, 19, 0, "water_source=cleared drill=cleared responsible=spot", kind="campaign"),
    _case(84, 15, 1, "sprinkler_system=extended alarm_detectors=referred sockets=spot"),
    _case(82, 16, 0, "fire_lane=cleared ebike=spot smoking=cleared"),
    _case(81, 5, 1, "exit_clear=cleared door_direction=cleared night_carers=cleared", kind="campaign", lowered="night_carers"),
    _case(79, 28, 2, "heaters=spot flammables=cleared boiler=cleared"),
    _case(78, 29, 0, "sandwich_panel=escalated kitchen_separation=running"),
    _case(77, 30, 1, "dangerous_building=closed stairs=closed exit_count=closed patrol=closed", service="left", signed=False),
    _case(76, 51, 2, "partitions=closed stairs=closed", service="left", signed=False),
    _case(75, 4, 0, "control_room=cleared alarm_panel=cleared alarm_linkage=failed"),
    _case(73, 35, 1, "well_capacity=cleared fire_pump=cleared backup_power=equivalent", kind="campaign"),
    _case(72, 36, 2, "partitions=equivalent finishes=escalated smoke_control=retried"),
    _case(71, 53, 0, "storey=closed finishes=closed"),
    _case(70, 6, 0, "window_bars=cleared rescue_window=cleared", kind="campaign"),
    _case(68, 42, 1, "oxygen_cylinders=spot oxygen_pipes=cleared disabled_placement=cleared"),
    _case(66, 41, 0, "kitchen_fire_kit=spot fire_stopping=retried"),
    _case(64, 7, 1, "storey=disproved responsible=spot drill=cleared"),
    _case(63, 1, 2, "health_certificates=cleared self_check=cleared", form="food_safety"),
    _case(62, 48, 0, "water_source=running archive=found", kind="campaign"),
    _case(60, 14, 1, "window_bars=retried sprinkler_heads=cleared", kind="campaign"),
    _case(58, 8, 2, "hydrant_indoor=failed extinguisher_count=spot"),
    _case(56, 17, 0, "shared_building=referred yearly_test=cleared"),
    _case(54, 49, 1, "fire_acceptance=referred ebike=cleared", lowered="ebike"),
    _case(52, 31, 0, "sprinkler_in_service=spot sprinkler_pressure=cleared"),
    _case(50, 11, 1, "refuge_room=equivalent exit_sign=spot tank_volume=equivalent"),
    _case(47, 37, 2, "window_bars=no_access stairs=running", kind="campaign"),
    _case(45, 9, 0, "staff_skill=cleared sockets=spot registered=disproved", notice="voided"),
    _case(40, 20, 1, "gas_detector=failed wiring=cleared", service="left", signed=False),
    _case(37, 32, 0, "heaters=spot boiler=passed", review="amend"),
    _case(35, 10, 1, "exit_clear=passed door_direction=cleared"),
    _case(34, 24, 2, "supplier_records=cleared self_check=submitted", form="food_safety"),
    _case(30, 40, 0, "window_bars=passed emergency_light=cleared", kind="campaign"),
    _case(28, 39, 1, "alarm_panel=submitted control_room=running"),
    _case(25, 47, 2, "frost=asked extinguisher_state=spot"),
    _case(23, 44, 0, "sprinkler_heads=submitted patrol=cleared"),
    _case(20, 52, 1, "night_carers=submitted smoking=spot hydrant_outdoor=running"),
    _case(17, 21, 2, "fire_lane=cleared disabled_placement=running", review="wait"),
    _case(14, 46, 0, "grease_duct=running kitchen_fire_kit=running", notice="dated", review="wait"),
    _case(12, 22, 1, "exit_sign=found archive=found", notice="none", review="amend", withdrawn="exit_sign"),
    _case(11, 50, 0, "window_bars=running wiring=running", review="return"),
    _case(6, 56, 1, "alarm_linkage=running yearly_test=running fire_stopping=running", service="none", review="wait"),
    _case(5, 33, 0, "wiring=running sockets=spot", service="none", review="wait"),
    _case(5, 34, 1, "exit_sign=running", service="none", review="wait"),
    _case(4, 45, 2, "flammables=found hydrant_box=found", notice="none", review="wait"),
    _case(3, 26, 0, "self_check=found", form="food_safety", notice="none", review="wait"),
    _case(0, 0, 0, "fire_lane=found hydrant_box=found", draft=True),
)

# question -> where, what was found (as the notice prints it)
FINDINGS: Mapping[str, tuple[str, str]] = {
    "dangerous_building": ("东侧平房", "东侧平房经鉴定为D级危险房屋，仍安排老年人居住"),
    "sandwich_panel": ("后院活动房", "后院活动房采用聚苯乙烯夹芯彩钢板搭建，白天有老年人活动"),
    "finishes": ("一层活动室", "活动室吊顶和墙面采用木质饰面板，不能提供燃烧性能证明"),
    "partitions": ("二层西段居室", "4间居室的隔墙为木板隔断，未砌至楼板底面"),
    "storey": ("地下一层", "地下一层设有2间老年人居室"),
    "shared_building": ("一层与商店相邻处", "与相邻商店之间的隔墙上开有普通木门，未作防火分隔"),
    "fire_acceptance": ("整栋建筑", "由旅馆改为养老机构后，不能提供建设工程消防验收合格意见或者备案凭证"),
    "registered": ("办公室", "检查时未能出示养老机构备案回执"),
    "exit_count": ("二层", "二层只有1部疏散楼梯，不符合只设1个安全出口的条件"),
    "exit_clear": ("一层北侧安全出口", "安全出口处堆放桌椅、纸箱，出口门上锁"),
    "window_bars": ("二层南侧外窗", "4樘外窗安装固定防盗网，不能从内部开启，影响逃生和灭火救援"),
    "rescue_window": ("三层走道尽端", "消防救援窗净尺寸不足1.0m×1.0m，无明显标志"),
    "stairs": ("东侧疏散楼梯间", "楼梯间平台堆放床架、轮椅，疏散净宽不足"),
    "door_direction": ("一层东侧疏散门", "疏散门用链锁锁闭，人员在室内须用钥匙才能打开"),
    "emergency_light": ("二层走道", "3具应急照明灯断电后不能点亮，实测供电时间20分钟"),
    "exit_sign": ("二层走道东段", "2处疏散指示标志损坏不亮，1处指示方向错误"),
    "refuge_room": ("三层", "三层及以上老年人用房未按要求设置避难间"),
    "disabled_placement": ("三层居室", "3名失能老年人居住在三层，未落实转移责任人和疏散器材"),
    "fire_lane": ("院内北侧消防车通道", "消防车通道上停放车辆、堆放建材，净宽不足4m"),
    "sprinkler_system": ("整栋建筑", "床位在20张以上，未设置自动喷水灭火系统"),
    "sprinkler_in_service": ("一层报警阀间", "自动喷水系统供水阀门被关闭，系统未处于工作状态"),
    "sprinkler_pressure": ("四层末端试水装置", "末端试水装置放水时压力为0.02MPa"),
    "sprinkler_heads": ("一层餐厅", "2只喷头被吊顶装饰遮挡，1只喷头被涂料涂覆"),
    "alarm_detectors": ("二层居室", "6间居室未设置火灾探测器，走道无声警报"),
    "alarm_panel": ("消防控制室", "火灾报警控制器有6个屏蔽点、2个故障点未处理"),
    "alarm_linkage": ("三层走道", "联动测试时三层声光警报不动作，常开防火门未释放"),
    "yearly_test": ("办公室", "不能提供近12个月内的建筑消防设施全面检测报告"),
    "water_source": ("院内", "市政供水管网未通达，院内无消防水池、水井，不能满足灭火需要"),
    "tank_volume": ("地下消防水池", "消防水池实测有效容积24m³，不能满足灭火用水要求"),
    "well_capacity": ("院内东北角水井", "水井深22m，实测出水量4m³/h，不能满足消防用水要求"),
    "fire_pump": ("水泵房", "消防泵控制柜处于手动位置，主备泵不能切换"),
    "backup_power": ("水泵房", "消防泵、深井泵未设置备用电源"),
    "frost": ("井房", "井房内消防管道未作保温，门窗破损，冬季有冻结危险"),
    "hydrant_indoor": ("三层室内消火栓", "栓口压力0.05MPa，不能满足使用要求"),
    "hydrant_box": ("二层西侧消火栓箱", "箱内缺水枪1支，箱前堆放杂物"),
    "hydrant_outdoor": ("大门外消火栓", "室外消火栓锈死不能开启，无防冻措施"),
    "extinguisher_count": ("三层走道", "走道仅配置灭火器1具，少于配置要求"),
    "extinguisher_state": ("一层门厅", "2具灭火器压力指针在红区，无每月检查记录"),
    "wiring": ("二层居室", "居室内私拉电线，接头裸露，未穿管保护"),
    "sockets": ("二层护理站", "插排串接，并用移动插排为气垫床供电"),
    "heaters": ("一层107居室", "居室内使用“小太阳”取暖器烘烤衣物"),
    "ebike": ("一层西侧走道", "走道内停放电动自行车2辆，其中1辆正在充电"),
    "flammables": ("一层储物间", "储物间内存放汽油、酒精炉"),
    "smoking": ("二层203居室", "床头有烟头和打火机，存在卧床吸烟"),
    "boiler": ("锅炉房", "供暖锅炉不能提供有效的检验合格证明，锅炉房与值班室相通"),
    "kitchen_separation": ("一层厨房", "厨房通向餐厅的门为普通木门，未采用乙级防火门"),
    "gas_detector": ("一层厨房", "使用燃气，未安装可燃气体报警和自动切断装置"),
    "grease_duct": ("一层厨房", "排油烟管道210天未清洗，油垢堆积"),
    "kitchen_fire_kit": ("一层厨房", "灶台旁未配备灭火毯"),
    "oxygen_cylinders": ("二层护理站", "2只氧气瓶未固定，靠近电暖器放置，无禁烟标志"),
    "oxygen_pipes": ("供氧间", "集中供氧汇流排不能提供检验合格证明"),
    "smoke_control": ("二层走道", "走道2樘排烟窗被封死，不能开启"),
    "fire_stopping": ("各层电缆井", "电缆井穿楼板处未封堵，二层井门不能关闭"),
    "night_carers": ("夜间护理岗位", "夜间仅1名护理人员值班，与失能老年人数不匹配"),
    "control_room": ("消防控制室", "消防控制室夜间1人值班，且不能提供上岗证件"),
    "patrol": ("值班室", "近7天夜间防火巡查无记录"),
    "drill": ("机构整体", "近12个月只组织过1次疏散演练，无失能老年人转移内容"),
    "staff_skill": ("抽查的员工", "抽查3名员工，2名不会使用灭火器、不清楚疏散路线"),
    "responsible": ("一层公示栏", "未公示消防安全责任人、管理人和安全员"),
    "archive": ("办公室", "消防档案不齐全，预案没有失能老年人转移内容"),
    "self_check": ("食堂", "近3个月无食堂食品安全自查记录"),
    "supplier_records": ("食堂库房", "抽查的肉类、食用油各1批不能提供供货者许可和合格证明"),
    "health_certificates": ("食堂", "2名从业人员健康证明已过期，仍在分餐岗位"),
}

# measure kind -> yuan, where the money comes from
MONEY: Mapping[str, tuple[float, str]] = {
    "immediate": (500, "机构自筹"),
    "deadline": (6800, "机构自筹"),
    "joint_retrofit": (186000, "机构自筹与消防改造补助"),
    "open_exit": (3200, "机构自筹"),
    "drill_well": (128000, "旗县市区财政"),
    "suspend_use": (20000, "机构自筹"),
}

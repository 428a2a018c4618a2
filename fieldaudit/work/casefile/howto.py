"""The page in a case file that says what it is and how anybody checks it with sha256sum and openssl alone. Pure."""

from __future__ import annotations

from dataclasses import dataclass

DOMAIN = "fieldaudit/case-file/1"  # what the signature covers before the list of hashes, with a zero byte after it
SUMS, SIGNATURE, KEYS, PAGE, INDEX = "SHA256SUMS", "SHA256SUMS.sig", "keys", "核验说明.txt", "目录.csv"
DEVICE_KEY, BUREAU_KEY = f"{KEYS}/device.pem", f"{KEYS}/bureau.pem"
CERTIFICATE, CERTIFICATE_SIGNATURE = f"{KEYS}/certificate.signed", f"{KEYS}/certificate.sig"


@dataclass(frozen=True, slots=True)
class About:
    """What the page says of its case file. `device_key` and `bureau_code`: 64 hex digits."""

    home: str
    bureau: str
    made_at: str
    made_by: str
    device: int
    files: int
    missing: int
    device_key: str
    bureau_code: str


COMMANDS = (
    f"sha256sum -c {SUMS}",
    f"(printf '{DOMAIN}\\000'; cat {SUMS}) > /tmp/case.signed",
    f"openssl pkeyutl -verify -pubin -inkey {DEVICE_KEY} -rawin -in /tmp/case.signed -sigfile {SIGNATURE}",
    f"openssl pkeyutl -verify -pubin -inkey {BUREAU_KEY} -rawin -in {CERTIFICATE} -sigfile {CERTIFICATE_SIGNATURE}",
    f"grep -c \"$(openssl pkey -pubin -in {DEVICE_KEY} -outform DER | tail -c 32 | od -An -v -tx1 | tr -d ' \\n')\" {CERTIFICATE}",
    f"openssl pkey -pubin -in {BUREAU_KEY} -outform DER | tail -c 32 | sha256sum",
)


def page(about: About) -> bytes:
    """The page, in Chinese and English."""
    shown = {name: getattr(about, name) for name in About.__slots__}
    steps = {f"c{number}": command for number, command in enumerate(COMMANDS, start=1)}
    return _PAGE.format(**shown, **steps).encode()


_PAGE = """\
{home}　案卷
================================================================

{bureau}于 {made_at} 由设备 {device}（{made_by}）导出，共 {files} 个文件。
本机没有保存而未能收入的文件 {missing} 个，名称和哈希列在 目录.csv 中。

内容
  文书/        已出具的全部文书，各版次都在内，与出具时逐字节相同
  照片/        现场照片原件；画在照片上的标注另存为 .json，不改动原件
  附件/        录音、录像和书面材料原件
  签名/        每个签名的笔迹（.svg 可用浏览器查看）和数据（.json）
  检查记录/    每次检查签字时的记录原件（XML）
  时间线.csv   全部操作，按发生时间排列（时间线.txt 供阅读）
  目录.csv     每个文件是什么、何时形成、SHA-256

核验方法（任何一台 Linux 电脑，只需 sha256sum 和 openssl 3；在本文件夹中逐条输入）

一、文件没有改动。每行应显示“成功”或 OK：

 (1) {c1}

二、清单由导出的电脑签名。应显示 Signature Verified Successfully：

 (2) {c2}
 (3) {c3}

三、这台电脑由本局的密钥认可。先验证书的签名，再看证书中写的是不是同一个公钥（应显示 1）：

 (4) {c4}
 (5) {c5}

四、本局的密钥是不是这一个。下面这条显示的 64 位代码，应与向{bureau}查询（电话、公函）得到的代码相同：

 (6) {c6}

     导出时的代码是 {bureau_code}
     （不要只凭本页上的代码：伪造者也能改写本页。）

Windows 上可用 certutil -hashfile 文件名 SHA256 逐个核对。

================================================================
Case file of {home}

Exported by {bureau} on {made_at}, by laptop {device} ({made_by}): {files} files. {missing} more belong to it but are not on
that laptop; 目录.csv lists them with their hashes.

How to check it, on any Linux with sha256sum and openssl 3, by typing the commands above in this folder:
- nothing was altered: (1) says OK for every file;
- the list was signed by the exporting laptop: (2) and (3) say "Signature Verified Successfully"; its key is
  {device_key};
- the bureau vouches for that laptop: (4) checks its certificate, (5) prints 1 when the certificate names that key;
- the bureau's key is the real one: the code that (6) prints must be the one the bureau itself tells you, by telephone or
  letter. Do not rely on the code printed on this page: whoever forges a case file can write another page.
"""

/* The phone's page: photos go to the laptop one after another, each again until the laptop says what became of it.
   Written for old browsers inside apps: no modules, no promises, nothing that is not in them since 2015. */
(function () {
  'use strict';

  var WORDS = {
    zh: {
      other: 'English', title: '传照片到电脑', take: '拍照', pick: '从相册选', tray: '照片分拣（待归到各题）',
      hint: '照片只经本地热点或 Wi-Fi 传到这台电脑，不上网，原图不压缩。传完前请不要关闭本页。',
      waiting: '等待发送', sending: '正在发送 {n}%', received: '电脑正在保存…', taken: '已到电脑', refused: '不能用：{why}',
      failed: '没有存上：{why}', large: '照片超过 {n} MB', unread: '手机读不出这张照片，请重新选择', again: '重试',
      count: '已到电脑 {done} 张，共 {all} 张', lost: '连不上电脑，正在自动重试。请看电脑上的窗口是否还开着，手机和电脑是否在同一个热点或 Wi-Fi。没有显示“已到电脑”的照片还没有传到。',
      closed: '电脑上的窗口已关闭。没有显示“已到电脑”的照片，请在电脑上重新打开二维码后再传。',
      second: '另一部手机正在使用这个二维码。请在电脑上点“换一部手机”，再扫新的二维码。'
    },
    en: {
      other: '中文', title: 'Photos to the laptop', take: 'Take a photo', pick: 'Choose photos', tray: 'Photo tray (sorted later)',
      hint: 'Photos go to this laptop over the local hotspot or Wi-Fi only, not the internet, in full size. Keep this page open until all have arrived.',
      waiting: 'Waiting', sending: 'Sending {n}%', received: 'Laptop is saving it…', taken: 'On the laptop', refused: 'Not usable: {why}',
      failed: 'Not stored: {why}', large: 'the photo is larger than {n} MB', unread: 'the phone cannot read this photo; choose it again',
      again: 'Try again', count: '{done} of {all} on the laptop',
      lost: 'The laptop cannot be reached; trying again. Is the panel on the laptop still open? Are both on the same hotspot or Wi-Fi? Photos that do not say "On the laptop" are not there yet.',
      closed: 'The panel on the laptop was closed. Photos that do not say "On the laptop" must be sent again with a new code.',
      second: 'Another phone is using this code. Press "Another phone" on the laptop and scan the new code.'
    }
  };
  var ASK_MS = 1000, REST_MS = 5000, SILENT_MS = 30000, MOST_WAIT_MS = 15000, TRIES = 5;
  var language = /^zh/i.test(navigator.language || 'zh') ? 'zh' : 'en';
  var items = [], thumbs = [], target = null, limit = 64000000;
  var link = 'ok';            // ok, lost, closed, second
  var sending = null, drawing = false, wait = 1000, timer = 0, asking = false;

  function el(id) { return document.getElementById(id); }
  function say(key, values) {
    return WORDS[language][key].replace(/\{(\w+)\}/g, function (_all, name) { return String(values[name]); });
  }
  function make(tag, kind, parent) {
    var made = document.createElement(tag);
    if (kind) { made.className = kind; }
    if (parent) { parent.appendChild(made); }
    return made;
  }
  function number() {
    var bytes = new Uint8Array(16), text = '', n;
    window.crypto.getRandomValues(bytes);
    for (n = 0; n < bytes.length; n += 1) { text += ('0' + bytes[n].toString(16)).slice(-2); }
    return text;
  }

  /* -- showing ------------------------------------------------------------------------------------- */
  function show() {
    var done = items.filter(function (each) { return each.state === 'taken'; }).length;
    document.documentElement.lang = language === 'zh' ? 'zh-CN' : 'en';
    document.title = say('title');
    document.body.className = link === 'closed' || link === 'second' ? 'closed' : '';
    el('language').textContent = say('other');
    el('language').lang = language === 'zh' ? 'en' : 'zh-CN';
    el('take').textContent = say('take');
    el('pick').textContent = say('pick');
    el('hint').textContent = say('hint');
    el('home').textContent = target ? target.home : say('title');
    el('question').textContent = target ? target.question || say('tray') : '';
    el('count').textContent = items.length ? say('count', {done: done, all: items.length}) : '';
    el('banner').hidden = link === 'ok';
    el('banner').textContent = link === 'ok' ? '' : say(link);
    el('camera').disabled = el('album').disabled = link === 'closed' || link === 'second';
    items.forEach(showItem);
  }
  function showItem(item) {
    var why = item.why ? item.why[language] : '', on = item.state === 'sending';
    item.row.className = item.state;
    if (item.state === 'sending') { item.said.textContent = say('sending', {n: item.percent}); }
    else if (item.state === 'taken') { item.said.textContent = say('taken') + (why ? (language === 'zh' ? '：' : ': ') + why : ''); }
    else { item.said.textContent = say(item.state, {why: why}); }
    item.bar.hidden = !on;
    item.bar.value = item.percent;
    item.bar.setAttribute('aria-label', item.name);
    item.again.hidden = item.state !== 'failed';
    item.again.textContent = say('again');
    item.again.setAttribute('aria-label', say('again') + ' ' + item.name);
  }
  function add(file) {
    var item = {id: number(), file: file, name: file.name || 'photo.jpg', state: 'waiting', percent: 0, why: null, tries: 0}, inside;
    item.row = make('li', 'waiting');
    item.thumb = make('div', 'thumb', item.row);
    inside = make('div', 'what', item.row);
    make('div', 'name', inside).textContent = item.name;
    item.said = make('div', 'state', inside);
    item.bar = make('progress', '', inside);
    item.bar.max = 100;
    item.again = make('button', 'again', item.row);
    item.again.type = 'button';
    item.again.onclick = function () { item.state = 'waiting'; item.why = null; item.tries = 0; show(); next(); };
    el('list').insertBefore(item.row, el('list').firstChild);
    items.push(item);
    thumbs.push(item);
    if (file.size > limit) {
      item.why = {zh: WORDS.zh.large.replace('{n}', limit / 1e6), en: WORDS.en.large.replace('{n}', limit / 1e6)};
      item.state = 'refused';
    }
  }
  function draw() {           // one at a time: a whole photo decoded is 50 MB
    var item = thumbs.shift(), image, url;
    if (!item || drawing) { if (item) { thumbs.unshift(item); } return; }
    drawing = true;
    image = new Image();
    url = URL.createObjectURL(item.file);
    image.onload = function () {
      var canvas = make('canvas'), side = Math.min(image.naturalWidth, image.naturalHeight);
      canvas.width = canvas.height = 128;
      canvas.getContext('2d').drawImage(image, (image.naturalWidth - side) / 2, (image.naturalHeight - side) / 2, side, side, 0, 0, 128, 128);
      item.thumb.appendChild(canvas);
      image.onerror();
    };
    image.onerror = function () { URL.revokeObjectURL(url); drawing = false; setTimeout(draw, 0); };
    image.src = url;
  }

  /* -- sending ------------------------------------------------------------------------------------- */
  function next() {
    var item = null, n, request;
    if (sending || link !== 'ok' || !target) { return; }
    for (n = 0; n < items.length && !item; n += 1) { if (items[n].state === 'waiting') { item = items[n]; } }
    if (!item) { ask(ASK_MS); return; }
    sending = item;
    item.state = 'sending';
    item.percent = 0;
    request = new XMLHttpRequest();
    request.open('PUT', 'photos/' + item.id + '?name=' + encodeURIComponent(item.name) + '&changed=' + (item.file.lastModified || 0));
    request.setRequestHeader('Content-Type', 'application/octet-stream');
    item.moved = Date.now();
    request.upload.onprogress = function (event) {
      item.moved = Date.now();
      if (event.loaded) { item.tries = 0; }    // it can be read: whatever cuts it, it is sent again
      if (event.lengthComputable && event.total) { item.percent = Math.floor(100 * event.loaded / event.total); showItem(item); }
    };
    item.guard = setInterval(function () { if (Date.now() - item.moved > SILENT_MS) { request.abort(); } }, 1000);
    request.onloadend = function () {
      clearInterval(item.guard);
      sending = null;
      answered(item, request.status, read(request));
    };
    request.send(item.file);
    show();
  }
  function read(request) {
    try { return JSON.parse(request.responseText); } catch (ignored) { return null; }
  }
  function answered(item, status, told) {
    item.state = 'waiting';
    if (status === 201 && told && told.bytes === item.file.size) { apply(item, told); wait = 1000; show(); next(); return; }
    if ((status === 413 || status === 429 || status === 507 || status === 411) && told) {
      item.state = 'failed';
      item.why = told;
      show();
      next();
      return;
    }
    item.tries += 1;        // cut, or turned away: the laptop's state says which, and whether the photo arrived after all
    if (item.tries >= TRIES && status === 0 && link === 'ok') {
      item.state = 'failed';
      item.why = {zh: WORDS.zh.unread, en: WORDS.en.unread};
    }
    show();
    ask(Math.min(1000 * item.tries, MOST_WAIT_MS));
  }
  function apply(item, told) {
    item.state = told.state;
    item.sha256 = told.sha256;
    item.why = told.zh ? told : null;
  }

  /* -- the laptop's state ---------------------------------------------------------------------------- */
  function ask(after) {
    clearTimeout(timer);
    timer = setTimeout(look, after);
  }
  function look() {
    var request = new XMLHttpRequest();
    if (asking || sending) { return; }
    asking = true;
    request.open('GET', 'state');
    request.timeout = 8000;
    request.onloadend = function () {
      var told = request.status === 200 ? read(request) : null;
      asking = false;
      if (told && told.photos) { known(told); }
      else if (request.status === 404) { link = 'closed'; }
      else if (request.status === 403) { link = 'second'; }
      else { link = 'lost'; wait = Math.min(wait * 2, MOST_WAIT_MS); ask(wait); }
      show();
    };
    request.send();
  }
  function known(told) {
    var open = false;
    target = told;
    limit = told.limit;
    link = 'ok';
    wait = 1000;
    items.forEach(function (item) {
      var of = told.photos[item.id];
      if (of && item !== sending && item.state !== 'waiting') { apply(item, of); }
      if (of && item.state === 'waiting' && of.state !== 'failed') { apply(item, of); }
      open = open || item.state === 'received' || item.state === 'waiting';
    });
    ask(open ? ASK_MS : REST_MS);
    next();
  }
  function wake() { if (link === 'ok' || link === 'lost') { wait = 1000; ask(0); } }

  function chosen(event) {
    var n, files = event.target.files;
    for (n = 0; n < files.length; n += 1) { add(files[n]); }
    event.target.value = '';
    show();
    draw();
    next();
  }
  el('camera').onchange = chosen;
  el('album').onchange = chosen;
  el('language').onclick = function () { language = language === 'zh' ? 'en' : 'zh'; show(); };
  window.addEventListener('online', wake);
  window.addEventListener('pageshow', wake);
  document.addEventListener('visibilitychange', function () { if (!document.hidden) { wake(); } });
  window.addEventListener('beforeunload', function (event) {
    var open = items.some(function (item) { return /waiting|sending|received/.test(item.state); });
    if (open && link !== 'closed') { event.preventDefault(); event.returnValue = ''; }
  });
  show();
  look();
}());

// All words of the page, in both languages. {0}, {1} … stand for what is put in.
const STRINGS = {
  title: ["绩效目标表审核", "Performance-target tables"],
  promise: ["文件只在本机读取，不上传，不留存。", "Files are read on this machine only. Nothing is uploaded or stored."],
  skip: ["跳到正文", "Skip to content"],
  language: ["语言", "Language"],
  theme: ["外观", "Theme"],
  theme_auto: ["跟随系统", "System"],
  theme_light: ["浅色", "Light"],
  theme_dark: ["深色", "Dark"],
  work: ["进度", "Progress"],
  progress: ["进度", "Progress"],
  stop: ["停止", "Stop"],
  open: ["打开文件", "Open files"],
  drop: ["把绩效目标表文件拖到这里", "Drop performance-target tables here"],
  kinds: [
    "PDF、Excel（xlsx、xls）、Word（docx）、HTML、CSV、文本、YAML、JSON；可一次多个，每个不超过 100 MB",
    "PDF, Excel (xlsx, xls), Word (docx), HTML, CSV, text, YAML, JSON; several at once, up to 100 MB each",
  ],
  choose: ["选择文件…", "Choose files…"],
  paste: ["粘贴文本", "Paste text"],
  paste_label: ["绩效目标表的文本、YAML、JSON 或 CSV：", "The text of a table, or YAML, JSON or CSV:"],
  paste_name: ["名称", "Name"],
  pasted: ["粘贴的文本{0}", "Pasted text {0}"],
  read: ["读取", "Read"],
  files: ["文件", "Files"],
  show: ["查看", "Show"],
  again: ["重新读取", "Read again"],
  remove: ["移除", "Remove"],
  show_file: ["查看 {0}", "Show {0}"],
  again_file: ["重新读取 {0}", "Read {0} again"],
  remove_file: ["移除 {0}", "Remove {0}"],
  waiting: ["等待读取", "Waiting"],
  reading: ["正在读取…", "Reading…"],
  stopped: ["已停止", "Stopped"],
  failed: ["未能读取", "Could not be read"],
  counts: ["错误 {0}，警告 {1}，提示 {2}", "{0} errors, {1} warnings, {2} hints"],
  clean: ["未发现问题", "Nothing found"],
  tables: ["{0} 张表", "{0} tables"],
  table: ["第 {0} 张表　{1}", "Table {0}  {1}"],
  profile: ["审核方案", "Profile"],
  downloads: ["下载", "Downloads"],
  download: ["下载：", "Download:"],
  report: ["审核报告（HTML）", "Report (HTML)"],
  comparison: ["比较结果（HTML）", "Comparison (HTML)"],
  rules: ["这些规则的说明", "What these rules say"],
  building: ["正在显示：{0} / {1}", "Showing {0} of {1}"],
  brief: ["表很长，只显示有问题的行；下载的文件是完整的。", "The table is long: only rows with findings are shown. Downloads have all of it."],
  compare: ["比较两张表", "Compare two tables"],
  compare_hint: [
    "两个年度的目标表，或一张目标表与它的自评表、监控表。",
    "The targets of two years, or targets and their self-evaluation or monitoring.",
  ],
  old: ["原表", "Old"],
  new: ["新表", "New"],
  compare_start: ["比较", "Compare"],
  value_head: ["指标值的含义", "What a target value means"],
  value_label: ["指标值", "Target value"],
  value_name: ["指标名称（可不填）", "Indicator (optional)"],
  value_hint: ["例如：≥95%、2024年12月底前完成、不超过3次/年", "For example ≥95%, 2024年12月底前完成, 不超过3次/年"],
  value_waits: ["正在处理文件，随后说明", "A file is being worked on; the meaning follows"],
  value_unknown: ["未能识读", "Not understood"],
  value_words: ["含义", "Meaning"],
  value_signs: ["写成符号", "In signs"],
  value_kind: ["种类", "Kind"],
  value_direction: ["方向", "Direction"],
  kind_threshold: ["定量：与一个数比较", "quantity compared with a number"],
  kind_range: ["定量：区间", "range"],
  kind_ratio: ["定量：比率", "ratio"],
  kind_quantity: ["定量：数量", "quantity"],
  kind_deadline: ["时限", "deadline"],
  kind_period: ["时段", "period"],
  kind_qualitative: ["定性", "qualitative"],
  kind_boolean: ["是否类", "yes or no"],
  kind_all_of: ["同时满足几项", "several conditions together"],
  kind_placeholder: ["空格待填", "placeholder"],
  kind_text: ["未能识读的文字", "text that is not understood"],
  kind_none: ["无指标值", "no value"],
  direction_higher: ["越高越好", "higher is better"],
  direction_lower: ["越低越好", "lower is better"],
  direction_exact: ["须正好达到", "exactly this"],
  deadline_higher: ["越晚越好", "later is better"],
  deadline_lower: ["越早越好", "earlier is better"],
  deadline_exact: ["须正好在这时", "exactly then"],
  deadline_none: ["无", "none"],
  direction_none: ["无", "none"],
  error: ["错误", "error"],
  warning: ["警告", "warning"],
  hint: ["提示", "hint"],
  about: ["关于本页", "About this page"],
  about_private: [
    "本页在浏览器里运行 Python 程序 perfmodel。除本页自己的文件外，浏览器被禁止为它建立任何连接。它只记住语言和外观。",
    "This page runs the Python program perfmodel in the browser, which is not allowed to connect to anything but the page's own files. It remembers the language and the theme, and nothing else.",
  ],
  about_single: ["这是一个单独的文件，从本机打开，不需要网络。", "This is one file: it opens from disk and needs no network."],
  about_site: [
    "各部分在首次用到时从本页所在的网站读取；打开后不再需要网络，但首次读取 PDF、xls 或下载 Excel 时除外。",
    "Its parts are read from the site that it is on, each when first needed: once it is ready it needs no network, except for the first PDF, the first xls and the first Excel file to download.",
  ],
  about_limits: [
    "每个文件不超过 100 MB；有打开密码的文件、扫描件和图片不能读取。",
    "A file may have up to 100 MB. Files with a password, scans and pictures cannot be read.",
  ],
  about_doc: [
    "旧版 Word 文件（.doc）须先另存为 .docx：读取 .doc 要用 LibreOffice，浏览器里没有。",
    "Old Word files (.doc) have to be saved as .docx first: reading them takes LibreOffice, which a browser does not have.",
  ],
  about_versions: ["所用程序：", "It carries:"],
  weights: ["本页各部分的大小", "What weighs how much"],
  weights_all: ["合计", "Total"],
  weights_part: ["部分", "Part"],
  weights_packed: ["压缩后", "Packed"],
  weights_for: ["用途", "For"],
  "for_pyodide.mjs": ["Python 运行环境", "running Python"],
  "for_pyodide.asm.mjs": ["Python 运行环境", "running Python"],
  "for_pyodide.asm.wasm": ["Python 解释器", "the Python interpreter"],
  "for_python_stdlib.zip": ["Python 标准库", "Python's standard library"],
  "for_core.zip": ["perfmodel 及其依赖", "perfmodel and what it depends on"],
  "for_pdf.zip": ["读取 PDF，首次用到时解开", "reading PDF, unpacked when first needed"],
  "for_xls.zip": ["读取 xls，首次用到时解开", "reading xls, unpacked when first needed"],
  "for_xlsx.zip": ["写 Excel 文件，首次用到时解开", "writing Excel files, unpacked when first needed"],
  start_load: ["正在准备：解开 {0}（{1} / {2} MB）", "Starting: unpacking {0} ({1} of {2} MB)"],
  start_python: ["正在准备：启动 Python", "Starting: Python"],
  start_modules: ["正在准备：解开 perfmodel", "Starting: unpacking perfmodel"],
  start_imports: ["正在准备：载入 perfmodel", "Starting: loading perfmodel"],
  ready: ["就绪", "Ready"],
  ready_failed: ["就绪。{0} 个文件未能读取，原因见列表", "Ready. Files that could not be read: {0}; the list says why"],
  restarted: ["已停止，并已重新就绪", "Stopped, and ready again"],
  work_read: ["正在读取 {0}", "Reading {0}"],
  work_page: ["正在读取 {0}：第 {1} / {2} 页", "Reading {0}: page {1} of {2}"],
  work_check: ["正在审核 {0}", "Checking {0}"],
  work_write: ["正在生成 {0}", "Writing {0}"],
  work_compare: ["正在比较", "Comparing"],
  work_unpack: ["正在解开 {0}", "Unpacking {0}"],
  written: ["已下载 {0}", "Downloaded {0}"],
  start_failed: [
    "未能启动：{0}。需要 2023 年以后的 Chrome、Edge、Firefox 或 Safari。",
    "Could not start: {0}. This needs Chrome, Edge, Firefox or Safari of 2023 or later.",
  ],
  not_loaded: [
    "未能取得本页的文件 {0}（{1}）：请检查网络，再重新读取，或刷新页面",
    "{0}, a file of this page, could not be loaded ({1}): check the network, then read again, or reload the page",
  ],
  broken: ["程序意外终止（{0}），可继续处理其他文件", "The program could not go on ({0}). Other files can still be read"],
  unreadable: [
    "浏览器未能读取（{0}）：如果是文件夹，请选择其中的文件；如果文件改过、移走或删除了，请重新选择",
    "The browser could not read this ({0}): of a folder, choose the files in it; a file that was changed, moved or deleted has to be chosen again",
  ],
};

let language = "zh";

export function setLanguage(name) {
  language = name === "en" ? "en" : "zh";
}

export function currentLanguage() {
  return language;
}

// The words of a key in the page's language; what has none is shown as it is.
export function words(key, ...values) {
  const pair = Object.hasOwn(STRINGS, key) ? STRINGS[key] : [key, key];
  return pair[language === "en" ? 1 : 0].replace(/\{(\d)\}/g, (_all, at) => String(values[Number(at)]));
}

// The words of a key in both languages, to be shown in either later.
export function bothWords(key, ...values) {
  const filled = STRINGS[key].map(text => text.replace(/\{(\d)\}/g, (_all, at) => String(values[Number(at)])));
  return {zh: filled[0], en: filled[1]};
}

// An error with words for the user, in both languages.
export class Refused extends Error {
  constructor(pair) {
    super(pair.en);
    this.pair = pair;
  }
}

// What stands in the page's language of something that has both.
export function inLanguage(pair) {
  return pair[language] || pair.zh || pair.en || "";
}

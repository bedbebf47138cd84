// the words of the page, in both languages

const TEXTS = {
  en: {
    views: 'Views', now: 'Now', keys: 'Keys', requests: 'Requests', models: 'Models', api: 'API', language: '中文',
    perSecond: 'Requests per second, last two minutes', token: 'Management token, where one is set (kept in this page only)',
    before: 'in the gateway', wait: 'until the first word', stream: 'answering',
    inFlight: 'In flight', limit: 'Limit', streams: 'Streams upstream', rate: 'Requests per second', failures: 'Failed',
    tokens: 'Tokens per second', p50: 'First token p50', p99: 'First token p99', known: 'Models', state: 'State',
    key: 'Key', reason: 'Reason', seconds: 'Seconds left', served: 'Served', failed: 'Failed', breaker: 'Breaker',
    act: 'Actions', probe: 'Probe now', 'set-aside': 'Set aside', 'bring-back': 'Bring back', at: 'Time', id: 'Id',
    client: 'Client', route: 'Route', model: 'Model', dialect: 'Dialect',
    session: 'Session', status: 'Status', error: 'Error', attempts: 'Attempts', used: 'Tokens in/out', total: 'Took',
    phases: 'Phases', draining: 'The gateway is draining.', gone: 'The gateway does not answer.', none: 'None yet.',
    kind: 'Kind', endpoint: 'Endpoint', isServed: 'Served', fallbacks: 'Asked next', changes: 'Changes', yes: 'yes', no: 'no',
    profile: 'profile', alias: 'alias', 'kind-endpoint': 'endpoint', routes: 'Routes', reloads: 'Reloads', purpose: 'What for', flow: 'Flow',
    'total-count': 'Gone through', noReload: 'Edits of the routes are read at the next start.',
    usage: 'Usage', period: 'Period', part: 'For each', day: 'Day', month: 'Month', count: 'Requests', input: 'Tokens read',
    output: 'Tokens written', estimated: 'Of these estimated', csv: 'All as CSV',
    playground: 'Playground', clientKey: 'Client key (kept in this page only)', system: 'Instructions', words: 'Message',
    streamed: 'Stream', tools: 'Tools (JSON)', schema: 'JSON Schema of the answer', send: 'Send', stop: 'Stop', clear: 'Clear',
    thought: 'Thought', calls: 'Tool calls', finished: 'Finished', waiting: 'Waiting for the answer…', stopped: 'Stopped.',
    asCode: 'The request as code', more: 'More',
    'done-probe': 'The next request may try ', 'done-set-aside': 'No request takes from now on ',
    'done-bring-back': 'Requests may take again ', highest: 'Top of the chart'
  },
  zh: {
    views: '视图', now: '现在', keys: '密钥', requests: '请求', models: '模型', api: 'API', language: 'English',
    perSecond: '每秒请求数（最近两分钟）', token: '管理令牌（如已设置；只保存在本页面）',
    before: '网关内', wait: '等待首个词', stream: '回答中',
    inFlight: '进行中', limit: '上限', streams: '上游流', rate: '每秒请求数', failures: '失败',
    tokens: '每秒词元', p50: '首词元 p50', p99: '首词元 p99', known: '模型', state: '状态',
    key: '密钥', reason: '原因', seconds: '剩余秒数', served: '已服务', failed: '失败', breaker: '断路器',
    act: '操作', probe: '立即探测', 'set-aside': '停用', 'bring-back': '恢复', at: '时间', id: '编号',
    client: '客户端', route: '路由', model: '模型', dialect: '方言',
    session: '会话', status: '状态码', error: '错误', attempts: '尝试次数', used: '词元 入/出', total: '用时',
    phases: '阶段', draining: '网关正在排空。', gone: '网关没有响应。', none: '暂无。',
    kind: '种类', endpoint: '端点', isServed: '可用', fallbacks: '备用', changes: '改动', yes: '是', no: '否',
    profile: '配置档', alias: '别名', 'kind-endpoint': '端点', routes: '路由', reloads: '重新加载', purpose: '用途', flow: '流程',
    'total-count': '经过次数', noReload: '路由的修改在下次启动时读取。',
    usage: '用量', period: '周期', part: '按', day: '日', month: '月', count: '请求数', input: '读入词元',
    output: '写出词元', estimated: '其中估算', csv: '导出 CSV',
    playground: '试用', clientKey: '客户端密钥（只保存在本页面）', system: '系统指令', words: '消息',
    streamed: '流式', tools: '工具（JSON）', schema: '回答的 JSON Schema', send: '发送', stop: '停止', clear: '清空',
    thought: '思考', calls: '工具调用', finished: '结束', waiting: '等待回答…', stopped: '已停止。',
    asCode: '请求代码', more: '更多',
    'done-probe': '下一个请求可以尝试 ', 'done-set-aside': '从现在起没有请求使用 ',
    'done-bring-back': '请求可以重新使用 ', highest: '图表顶端'
  }
};

let language = navigator.language.startsWith('zh') ? 'zh' : 'en';

export const text = name => TEXTS[language][name] ?? name;

export const languageNow = () => language;

export function otherLanguage() {
  language = language === 'en' ? 'zh' : 'en';
}

// writes the words of the page that do not change with its figures
export function translate() {
  document.documentElement.lang = language === 'zh' ? 'zh-CN' : 'en';
  document.querySelectorAll('[data-text]').forEach(node => { node.textContent = text(node.dataset.text); });
  document.querySelectorAll('[data-label]').forEach(node => { node.setAttribute('aria-label', text(node.dataset.label)); });
}

/** Abbreviations of all services that policies may name, whether the catalogue has actions of them or not. */

/** Named by documents alone, in policies and in the list of services that CAM supports (https://www.tencentcloud.com/document/product/598/10588). */
const OF_DOCUMENTS = `
  Intlpartnersmgt account apigw bgpip cbm ccb ccr ccs cmqqueue cmqtopic consolesms consolevod cwpp dmc finance gpm gse httpdns im
  message mss shield sls snova tdapg tic tpns
`;

/** The services of the Node.js SDK 4.1.313, which bear the abbreviations of CAM, and those that have no API 3.0: cas, ci and cos. */
const ABBREVIATIONS = `
  aai aca acp adp advisor af afc ags ai3d aiart alb ame ams anicloud antiddos ape api apigateway apis apm as asr
  asw ba batch bda bdrc bh bi billing bizlive bm bma bmeip bmlb bmvpc bpaas bri bsca btoe ca cam captcha car cas
  cat cbs ccc cdb cdc cdn cds cdwch cdwdoris cdwpg cdz cetcd cfg cfs cfw chc chdfs ci ciam cii cim ckafka clb
  cloudapp cloudaudit cloudhsm cloudmate cloudrc cloudstudio cls cme cmq cms cngw config controlcenter cos cpdp
  csip csxg ctem ctsdb cvm cwp cws cynosdb dasb dataagent databuddy dayu dbbrain dbdc dbs dc dcdb dlc dnspod
  domain drm ds dsgc dts eb ecc ecdn ecm eiam eis emr es ess essbasic evt facefusion faceid fmu ft fwm ga2 gaap
  gme goosefs gs gwlb habo hai hasim hcm hunyuan iai iap ic icr ie ig igtm ims ioa iot iotcloud iotexplorer
  iotvideo iotvideoindustry irp iss ivld keewidb kms lcic lighthouse live lke lkeap lowcode mall mariadb market
  memcached mmps mna mongodb monitor mps mqtt mrs ms msp nlp npp oceanus ocr omics organization partners portal
  postgres privatedns pts rce redis region rum scf securitylake ses smh smop sms soe sqlserver ssa ssl sslpod
  ssm sts svp taf tag tat tbaas tbp tcaplusdb tcb tcbr tccatalog tchd tcm tcr tcss tdai tdcpg tdid tdmq tdmysql
  tds tem teo thpc tia tiia tione tiw tke tkgdq tms tmt tokenhub tourism trabbit trocket trp trro trtc tse tsf
  tsi tsw tts vcg vclm vcube vdb vm vms vod vpc vrs vtc waf wav wedata weilingwith wimgs wsa wss yinsuda yunjing
  yunsou
`;

const KNOWN: ReadonlySet<string> = new Set(`${ABBREVIATIONS} ${OF_DOCUMENTS}`.trim().split(/\s+/));

export function isService(abbreviation: string): boolean {
  return KNOWN.has(abbreviation);
}

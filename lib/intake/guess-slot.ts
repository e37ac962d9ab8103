import type { Side, Slot } from './slots'

export type SlotGuess = { slot: Slot | null; side: Side | null }

/**
 * File names as operators and phones give them, in Chinese, English and the initials of pinyin that clerks type.
 * Order matters: a spouse's ID is not the owner's, a report's consent is not an application.
 */
const SLOT_WORDS: [Slot, RegExp][] = [
  ['OP_LIST', /推荐(名单|清单|函|表)|商户清单|recommend(ation)?[\s_-]*list/],
  ['OP_LICENSE', /(管理方|管理公司|市场方|运营方|operator).*(执照|licen[cs]e)/],
  ['OP_RESOLUTION', /(股东会|董事会|股东)?决议|resolution/],
  ['OP_STALL_LEDGER', /(摊位|商户|租户)台账|stall[\s_-]*ledger/],
  ['OP_STATISTICS', /(市场|经营)统计|market[\s_-]*statistics/],
  ['SPOUSE_DOCS', /配偶|结婚证|离婚证|单身|未婚|婚姻|spouse|marriage/],
  ['CREDIT_REPORTING_CONSENT', /(征信|信用信息)?报送(授权|同意)?|信息报送|credit[\s_-]*reporting/],
  ['DATA_SHARING_CONSENT', /(信息|数据)(共享|提供)|个人信息.*(授权|同意)|data[\s_-]*sharing/],
  [
    'CREDIT_QUERY_CONSENT',
    /征信|查询授权|授权(查询|书)|信用报告|consent|authori[sz]ation|credit[\s_-]*(query|report)|zxsq|sqcx/,
  ],
  ['APPLICATION', /申请(书|表|资料)?|application|apply|(^|[^a-z])(sqs|sqb)([^a-z]|$)/],
  ['ANNUAL_REPORT_CHECK', /年报|年度报告|annual[\s_-]*report/],
  ['TAX_REG_CERT', /税务登记/],
  ['ORG_CODE_CERT', /组织机构代码/],
  ['ZHONGZHENG_CODE', /中征码|贷款卡/],
  ['BUSINESS_LICENSE', /营业执照|执照|business[\s_-]*licen[cs]e|licen[cs]e|yyzz/],
  [
    'RENT_RECEIPTS',
    /(租金|物业费|管理费|房租)(收据|票据|发票|缴费|缴纳|凭证|单)|收据|缴费凭证|rent[\s_-]*receipt|receipt/,
  ],
  [
    'STALL_TENURE',
    /租赁|租约|承租|(摊位|商铺|铺位|店铺|档口).*(合同|协议|证|使用权)|产权|房产证|不动产|使用权证|租房|lease|tenancy|title[\s_-]*deed|zlht/,
  ],
  ['TAX_RECORDS', /完税|纳税|税单|缴税|报税|税收|tax/],
  ['FIN_STATEMENTS', /财务报表|利润表|损益表|资产负债表|经营报表|financial[\s_-]*statement/],
  ['HOUSEHOLD_BS', /家庭(资产|负债|财产)|资产(负债)?清单|household|assets/],
  ['BANK_STATEMENTS', /流水|对账单|银行明细|交易明细|bank[\s_-]*statement|statement/],
  ['PURPOSE_EVIDENCE', /(购销|采购|进货|买卖|供货)(合同|订单|协议)|订单|purchase[\s_-]*(contract|order)/],
  ['PUBLIC_CHECKS', /公示系统|信用中国|被执行|执行信息|失信|查询截图/],
  ['UBO_AML', /受益所有人|反洗钱|beneficial[\s_-]*owner|aml/],
  ['ID_LEGAL_REP', /身份证|居民证|证件(正|反|照)|人像面|国徽面|id[\s_-]*(card|front|back)|identity|sfz/],
]

const BUNDLE_WORDS =
  /全套|全部(资料|材料)?|(申报|贷款|商户|客户|所有)?(资料|材料)(合集|汇总|打包)?|整套|合集|all[\s_-]*(docs|documents|papers)|bundle/
const BOTH = /正反|反正|双面|两面|正背|both/
const BACK = /反面|背面|国徽|(^|[^a-z])back([^a-z]|$)|反$|背$|[（(_\- ](反|背|b)[)）]?$/
const FRONT = /正面|人像|头像|(^|[^a-z])front([^a-z]|$)|正$|[（(_\- ](正|f)[)）]?$/

const slotOf = (text: string): Slot | null => SLOT_WORDS.find(([, words]) => words.test(text))?.[0] ?? null

function sideOf(text: string): Side | null {
  if (BOTH.test(text) || (BACK.test(text) && FRONT.test(text))) return 'BOTH'
  if (BACK.test(text)) return 'BACK'
  return FRONT.test(text) ? 'FRONT' : null
}

/** Guesses the slot of a document by its path: the file's own name first, then its folders from the nearest up. */
export function guessSlot(path: string): SlotGuess {
  const segments = path.normalize('NFKC').toLowerCase().split('/')
  const file = segments.pop()!.replace(/\.[^.]{1,5}$/, '')
  for (const text of [file, ...segments.toReversed()]) {
    const slot = slotOf(text)
    if (slot) return { slot, side: slot === 'ID_LEGAL_REP' ? (sideOf(file) ?? sideOf(text)) : null }
  }
  return { slot: BUNDLE_WORDS.test(file) ? 'BUNDLE' : null, side: null }
}

/** The part of a file's name that is left when the words for its slot are taken out: usually whose paper it is. */
export function namesSlot(text: string): boolean {
  return slotOf(text.normalize('NFKC').toLowerCase()) !== null
}

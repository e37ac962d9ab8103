/** Fictional merchants as an operator's list gives them (distributions of domain rules §11), and their papers as a zip. */
import { createWriteStream } from 'node:fs'
import { mkdtemp, readFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ZipFile } from 'yazl'
import { renderPdf } from '@/lib/contracts/typst'
import { citizenIdCheckChar } from '@/lib/merchants/rules/citizen-id'
import { orgCodeCheckChar } from '@/lib/merchants/rules/org-code'
import { usccCheckChar } from '@/lib/merchants/rules/uscc'
import { type Random, random } from './random'

export type DemoMerchant = {
  no: number
  stallNo: string
  name: string
  uscc: string
  ownerName: string
  ownerIdNo: string
  phone: string
  mainGoods: string
  entry: string
  turnoverWan: number
  rentWan: number
  area: number
  staff: number
  amountWan: number
  months: number
  purpose: string
}

const SURNAMES = '王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕'
const GIVEN = [
  '建国',
  '秀兰',
  '志强',
  '丽华',
  '文博',
  '晓峰',
  '春梅',
  '国庆',
  '慧敏',
  '海涛',
  '玉珍',
  '永康',
  '雪琴',
  '家豪',
  '思远',
  '明珠',
  '立新',
  '桂英',
  '俊杰',
  '若兰',
]
const WORDS = [
  '鑫',
  '源',
  '丰',
  '华',
  '瑞',
  '通',
  '泰',
  '盛',
  '利',
  '达',
  '安',
  '和',
  '兴',
  '隆',
  '宏',
  '远',
  '裕',
  '康',
  '顺',
  '德',
]

export type Trade = {
  prefix: string
  kinds: string[]
  goods: string[]
  region: string
  inventoryDays: number
  receivableDays: number
  payableDays: number
  rentPerArea: number
  meanTurnoverWan: number
}
const OF_MARKET: Record<string, Trade> = {
  M1: {
    prefix: '云栖',
    kinds: ['布业', '纺织品经营部', '面料行'],
    goods: ['棉布', '化纤面料', '针织布', '窗帘布'],
    region: '330199',
    inventoryDays: 65,
    receivableDays: 25,
    payableDays: 12,
    rentPerArea: 9000,
    meanTurnoverWan: 430,
  },
  M2: {
    prefix: '江淮',
    kinds: ['建材行', '陶瓷经营部', '管业'],
    goods: ['瓷砖', '管材', '板材', '涂料'],
    region: '340199',
    inventoryDays: 80,
    receivableDays: 40,
    payableDays: 12,
    rentPerArea: 2200,
    meanTurnoverWan: 245,
  },
  M4: {
    prefix: '绿野',
    kinds: ['果业', '蔬菜商行', '水产经营部'],
    goods: ['水果', '蔬菜', '水产', '粮油'],
    region: '330199',
    inventoryDays: 18,
    receivableDays: 5,
    payableDays: 2,
    rentPerArea: 3500,
    meanTurnoverWan: 416,
  },
  M5: {
    prefix: '恒信',
    kinds: ['五金店', '机电行', '工具经营部'],
    goods: ['电动工具', '轴承', '水泵', '标准件'],
    region: '370199',
    inventoryDays: 95,
    receivableDays: 35,
    payableDays: 12,
    rentPerArea: 2600,
    meanTurnoverWan: 256,
  },
}
/** The markets Q1–Q5 of the third bank: the trades of the first one's in another town. */
export const TRADES: Record<string, Trade> = {
  ...OF_MARKET,
  Q1: { ...OF_MARKET.M5!, prefix: '青屿' },
  Q2: { ...OF_MARKET.M2!, prefix: '澜港' },
  Q3: { ...OF_MARKET.M5!, prefix: '海门' },
  Q4: { ...OF_MARKET.M1!, prefix: '潮音' },
  Q5: { ...OF_MARKET.M5!, prefix: '青屿', kinds: ['精密机械厂', '模具厂', '装备配件厂'] },
}

function code(r: Random, region: string): string {
  const alphabet = '0123456789ABCDEFGHJKLMNPQRTUWXY'
  return creditCode(`92${region}`, `MA${Array.from({ length: 6 }, () => r.pick([...alphabet])).join('')}`)
}

/** A unified credit code with its two check characters: registrar, type and region, then the eight of the organisation. */
export function creditCode(head: string, org: string): string {
  const body = `${head}${org}${orgCodeCheckChar(org)}`
  return body + usccCheckChar(body)
}

function citizenId(r: Random, region: string): string {
  const age = Math.max(24, Math.min(58, Math.round(r.normal(42, 8))))
  const birth = `${2025 - age}${String(r.int(1, 12)).padStart(2, '0')}${String(r.int(1, 28)).padStart(2, '0')}`
  const body = `${region}${birth}${String(r.int(1, 999)).padStart(3, '0')}`
  return body + citizenIdCheckChar(body)
}

/**
 * `count` merchants of a market; the same seed gives the same list. `offset` keeps two batches of one market apart.
 * `amountsWan`: what each asks for, with the turnover that goes with it; without it both come by chance.
 */
export function demoMerchants(
  market: string,
  count: number,
  offset: number,
  amountsWan: readonly number[] = [],
): DemoMerchant[] {
  const trade = TRADES[market]!
  const r = random(`${market}/${offset}`)
  return Array.from({ length: count }, (_, i): DemoMerchant => {
    const area = r.int(12, 80)
    const byChance = Math.max(
      120,
      Math.min(8000, Math.round(trade.meanTurnoverWan * 0.62 * Math.exp(r.normal(0.45, 0.5)))),
    )
    const asked = amountsWan[i]
    const turnoverWan = asked ? Math.round(asked / 0.14) : byChance
    const rentWan = Math.min(turnoverWan * 0.04, Math.max(turnoverWan * 0.008, (area * trade.rentPerArea) / 10_000))
    return {
      no: i + 1,
      stallNo: `${r.pick(['A', 'B', 'C', 'D'])}区${offset * 100 + i + 101}`,
      name: `${trade.prefix}${r.pick(WORDS)}${r.pick(WORDS)}${r.pick(trade.kinds)}`,
      uscc: code(r, trade.region),
      ownerName: r.pick([...SURNAMES]) + r.pick(GIVEN),
      ownerIdNo: citizenId(r, trade.region),
      phone: `13${r.int(0, 9)}${String(r.int(0, 99_999_999)).padStart(8, '0')}`,
      mainGoods: r.pick(trade.goods),
      entry: `20${String(r.int(10, 21)).padStart(2, '0')}-${String(r.int(1, 12)).padStart(2, '0')}-${String(r.int(1, 28)).padStart(2, '0')}`,
      turnoverWan,
      rentWan: Math.round(rentWan * 10) / 10,
      area,
      staff: r.int(2, 12),
      amountWan: asked ?? Math.max(10, Math.min(60, Math.round(turnoverWan * 0.14))),
      months: 12,
      purpose: r.pick(['采购备货', '采购备货', '采购备货', '支付租金', '购置设备']),
    }
  })
}

/** The list as the operator writes it: a title, the unit in a line above, then the table. UTF-8 with BOM. */
export function listCsv(market: string, merchants: DemoMerchant[]): Buffer {
  const head =
    '序号,摊位号,商户名称,统一社会信用代码,经营者,身份证号,联系电话,主营品类,入驻日期,年营业额(万元),年租金(万元),经营面积(㎡),从业人数,申请金额(万元),期限(月),贷款用途,租金缴纳'
  const rows = merchants.map((m) =>
    [
      m.no,
      m.stallNo,
      m.name,
      m.uscc,
      m.ownerName,
      m.ownerIdNo,
      m.phone,
      m.mainGoods,
      m.entry,
      m.turnoverWan,
      m.rentWan,
      m.area,
      m.staff,
      m.amountWan,
      m.months,
      m.purpose,
      '正常',
    ].join(','),
  )
  return Buffer.from(`\uFEFF${market} 贷款推荐商户清单\n单位:万元\n${head}\n${rows.join('\n')}\n`)
}

const PAPERS: [file: string, title: string][] = [
  ['营业执照', '营业执照'],
  ['身份证正面', '居民身份证（人像面）'],
  ['身份证反面', '居民身份证（国徽面）'],
  ['业务申请书', '业务申请书'],
  ['征信授权书', '信用信息查询授权书'],
  ['租赁合同', '摊位租赁合同'],
]

/** A zip with the six papers of every merchant, one folder each. The papers are plainly marked as specimens. */
export async function papersZip(merchants: DemoMerchant[]): Promise<Buffer> {
  const zip = new ZipFile()
  for (const m of merchants) {
    for (const [file, title] of PAPERS) {
      const pdf = renderPdf('demo/paper.typ', {
        title,
        name: m.name,
        uscc: m.uscc,
        ownerName: m.ownerName,
        stallNo: m.stallNo,
        goods: m.mainGoods,
      })
      zip.addBuffer(Buffer.from(pdf), `${m.stallNo} ${m.name}/${file}.pdf`, { mtime: new Date('2026-01-01T00:00:00Z') })
    }
  }
  zip.end()
  const path = join(await mkdtemp(join(tmpdir(), 'fangshi-demo-')), 'papers.zip')
  await new Promise<void>((resolve, reject) =>
    zip.outputStream.pipe(createWriteStream(path)).on('close', resolve).on('error', reject),
  )
  return readFile(path)
}

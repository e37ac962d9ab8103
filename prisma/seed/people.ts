/** The demo's banks, branches, people and partners. All names are fictional. */

import type { Actor, Role } from '@/lib/platform/actor'
import { PARTNER_ROLES } from '@/lib/platform/actor'
import { date } from '@/lib/platform/dates'
import { createBank, createUser } from '@/lib/platform/ops/bank'
import { pinyinOfName } from '@/lib/platform/pinyin'
import { type BankRow, newId, withTenant } from '@/lib/platform/tenant'

export const DEMO_PASSWORD = 'fangshi-demo'
/** The demo's history begins here; its end of day runs up to DEMO_TODAY. */
export const DEMO_START = date('2025-12-01')
export const DEMO_TODAY = date('2026-03-20')

export const BANKS = [
  { code: 'YJB', name: '云江商业银行', nameEn: 'Yunjiang Commercial Bank' },
  { code: 'BYB', name: '北原农村商业银行', nameEn: 'Beiyuan Rural Commercial Bank' },
  { code: 'QYB', name: '青屿银行', nameEn: 'Qingyu Bank' },
] as const

const STAFF: [login: string, name: string, nameEn: string, roles: Role[]][] = [
  ['rm', '江晓岚', 'Jiang Xiaolan', ['RM']],
  ['rm2', '陆明远', 'Lu Mingyuan', ['RM']],
  ['evaluator', '沈知行', 'Shen Zhixing', ['EVALUATOR']],
  ['evaluator2', '顾言', 'Gu Yan', ['EVALUATOR']],
  ['risk-mgr', '秦守拙', 'Qin Shouzhuo', ['RISK_MGR']],
  ['risk-mgr2', '何静之', 'He Jingzhi', ['RISK_MGR']],
  ['sb-reviewer', '许若谷', 'Xu Ruogu', ['SB_REVIEWER']],
  ['sb-head', '梁佑之', 'Liang Youzhi', ['SB_HEAD']],
  ['cr-reviewer', '方以正', 'Fang Yizheng', ['CR_REVIEWER']],
  ['cr-approver', '程立言', 'Cheng Liyan', ['CR_APPROVER']],
  ['cr-head', '宋怀谦', 'Song Huaiqian', ['CR_HEAD']],
  ['legal', '白若水', 'Bai Ruoshui', ['LEGAL']],
  ['contract-officer', '唐见微', 'Tang Jianwei', ['CONTRACT_OFFICER']],
  ['disb-reviewer', '韦慎行', 'Wei Shenxing', ['DISB_REVIEWER']],
  ['disb-approver', '冯克己', 'Feng Keji', ['DISB_APPROVER']],
  ['ops-maker', '孟小禾', 'Meng Xiaohe', ['OPS_MAKER']],
  ['ops-checker', '贺知秋', 'He Zhiqiu', ['OPS_CHECKER']],
  ['post-mkt', '苏望舒', 'Su Wangshu', ['POST_MKT']],
  ['post-partner', '叶澄', 'Ye Cheng', ['POST_PARTNER']],
  ['collector', '罗铁衣', 'Luo Tieyi', ['COLLECTOR']],
  ['tenant-admin', '安如常', 'An Ruchang', ['TENANT_ADMIN']],
  ['tenant-admin2', '严若昆', 'Yan Ruokun', ['TENANT_ADMIN']],
  ['auditor', '卫明鉴', 'Wei Mingjian', ['AUDITOR']],
]

export type Cast = { bank: BankRow; as(login: string): Actor }

/** One bank with its people. `as('rm')` is the actor who signs the demo's commands. */
export async function openBank(ownerUrl: string, b: (typeof BANKS)[number], full: boolean): Promise<Cast> {
  const bank = await createBank(ownerUrl, { ...b, businessDate: full ? DEMO_START : DEMO_TODAY })
  // the department whose head looks after the people of the branch
  const sb = newId()
  await withTenant({ bankId: bank.id, partyId: null }, async (tx) => {
    await tx.branch.createMany({
      data: [
        { bankId: bank.id, id: newId(), code: 'HQ', name: '总行', nameEn: 'Head office', level: 'HEAD' },
        {
          bankId: bank.id,
          id: sb,
          code: 'SB',
          name: '小企业金融部',
          nameEn: 'Small-business department',
          level: 'HEAD',
        },
        {
          bankId: bank.id,
          id: newId(),
          code: 'CR',
          name: '信贷审批部',
          nameEn: 'Credit approval department',
          level: 'HEAD',
        },
        {
          bankId: bank.id,
          id: newId(),
          code: '001',
          name: '市场支行',
          nameEn: 'Market branch',
          level: 'BRANCH',
          parentId: sb,
        },
      ],
    })
  })
  const cast = new Map<string, Actor>()
  for (const [login, name, nameEn, roles] of STAFF) {
    const branchCode = roles.some((r) => r.startsWith('SB'))
      ? 'SB'
      : roles.some((r) => r.startsWith('CR'))
        ? 'CR'
        : ['RM', 'EVALUATOR', 'COLLECTOR', 'CONTRACT_OFFICER'].includes(roles[0]!)
          ? '001'
          : 'HQ'
    const user = await createUser(bank, {
      loginName: login,
      name,
      nameEn,
      roles,
      branchCode,
      password: DEMO_PASSWORD,
      mustChangePassword: false,
    })
    cast.set(login, actor(bank, user.id, login, name, roles, null))
  }
  return {
    bank,
    as: (login) => {
      const found = cast.get(login)
      if (!found) throw new Error(`nobody called ${login}@${bank.code.toLowerCase()} in the demo`)
      return found
    },
  }
}

export function actor(
  bank: BankRow,
  userId: string,
  login: string,
  name: string,
  roles: Role[],
  partyId: string | null,
): Actor {
  return {
    bankId: bank.id,
    bankCode: bank.code,
    userId,
    login: `${login}@${bank.code.toLowerCase()}`,
    name,
    personKey: `account:${userId}`,
    partyId,
    roles,
    scope: 'FULL',
    locale: 'zh-CN',
    sessionId: null,
    requestId: 'demo',
  }
}

/** The people of a partner: `operator-admin.m6` and so on. */
export async function partnerPerson(
  cast: Cast,
  login: string,
  name: string,
  role: Role,
  party: { id: string; code: string },
): Promise<Actor> {
  if (!(PARTNER_ROLES as readonly string[]).includes(role)) throw new Error(`${role} is not a partner's role`)
  const user = await createUser(cast.bank, {
    loginName: login,
    name,
    roles: [role],
    partyCode: party.code,
    password: DEMO_PASSWORD,
    mustChangePassword: false,
  })
  return actor(cast.bank, user.id, login, name, [role], party.id)
}

export const PARTNERS = [
  {
    code: 'G1',
    kind: 'GUARANTOR',
    role: 'GUARANTOR_USER',
    login: 'guarantor.g1',
    name: '云江政银担融资担保有限公司',
    person: '钟承信',
  },
  {
    code: 'I1',
    kind: 'INSURER',
    role: 'INSURER_USER',
    login: 'insurer.i1',
    name: '华岭财产保险股份有限公司',
    person: '乔安',
  },
  {
    code: 'F1',
    kind: 'GOV_FUND',
    role: 'GOV_FUND_USER',
    login: 'gov-fund.f1',
    name: '云江市中小企业助保金管理办公室',
    person: '邵为公',
  },
  {
    code: 'PK1',
    kind: 'PARK',
    role: 'PARK_USER',
    login: 'park.pk1',
    name: '云江高端装备产业园管理有限公司',
    person: '丁匠心',
  },
] as const

/** Partners of the other modes: registered, with people who can sign in to their own desk. */
export async function openPartners(cast: Cast): Promise<void> {
  for (const p of PARTNERS) {
    const id = newId()
    const py = pinyinOfName(p.name)
    await withTenant({ bankId: cast.bank.id, partyId: null }, (tx) =>
      tx.party.create({
        data: {
          bankId: cast.bank.id,
          id,
          code: p.code,
          kind: p.kind,
          name: p.name,
          state: 'ADMITTED',
          pyFull: py.full,
          pyInitials: py.initials,
        },
      }),
    )
    await partnerPerson(cast, p.login, p.person, p.role, { id, code: p.code })
  }
}

import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { type DocumentData, documentData } from '@/lib/contracts/document'
import { WATERFALLS } from '@/lib/contracts/mode-terms'
import { plannedDocuments } from '@/lib/contracts/plan-documents'
import { missingRequired } from '@/lib/contracts/required-clauses'
import { type ContractKind, KEY_CLAUSES } from '@/lib/contracts/rules'
import { sealText } from '@/lib/contracts/seal'
import { mergeDocument, SHARED_FILES, TEMPLATE_VERSIONS, templateFile } from '@/lib/contracts/templates'
import { MODES, type Mode } from '@/lib/plans/rules/grades'
import { contractCase } from '../../fixtures/contract-context'

const ROOT = join(import.meta.dirname, '../../..')
const dataOf = (mode: Mode, kind: ContractKind, c = contractCase(mode), draft = false): DocumentData => {
  const d = plannedDocuments(c).find((x) => x.kind === kind)!
  return documentData(kind, c, {
    number: 'HT-2026-000001',
    loanContractNo: 'HT-2026-000002',
    member: d.member,
    signers: d.signers.map((s) => ({ role: s.role, name: s.name })),
    draft,
  })
}

describe.each(MODES)('documents of %s', (mode) => {
  const c = contractCase(mode, { guarantor: mode === 'JG' })
  const kinds = [...new Set(plannedDocuments(c).map((d) => d.kind))]

  test('every document of §7.2 is merged without an empty field, with every clause that the law asks for', () => {
    for (const kind of kinds) {
      const merged = mergeDocument(kind, mode, dataOf(mode, kind, c))
      expect({ kind, blanks: merged.blanks, missing: merged.missing }).toEqual({ kind, blanks: 0, missing: [] })
      expect(Buffer.from(merged.pdf).subarray(0, 5).toString()).toBe('%PDF-')
      const keys = merged.clauses.filter((x) => x.key).map((x) => x.id)
      expect(keys, kind).toEqual(expect.arrayContaining([...KEY_CLAUSES[kind]]))
    }
  })

  test('a loan that repays an old one says so in the loan contract and to every guarantor (LEG-8)', () => {
    const again = contractCase(mode, { refinancing: true, guarantor: mode === 'JG' })
    for (const kind of kinds) {
      const merged = mergeDocument(kind, mode, dataOf(mode, kind, again))
      expect(merged.missing, kind).toEqual([])
    }
    if (!kinds.includes('LOAN_CONTRACT')) return
    const plain = mergeDocument('LOAN_CONTRACT', mode, dataOf(mode, 'LOAN_CONTRACT', c))
    expect(plain.clauses.map((x) => x.id)).not.toContain('REFINANCING_KNOWN')
  })
})

test('the six modes need what the table of §7.2 says, and nothing of another mode', () => {
  const of = (mode: Mode) => [...new Set(plannedDocuments(contractCase(mode)).map((d) => d.kind))].sort()
  expect(of('JG')).toEqual(
    [
      'CONSENTS',
      'COOPERATION_AGREEMENT',
      'JOINT_GUARANTEE_AGREEMENT',
      'LOAN_CONTRACT',
      'MARGIN_PLEDGE',
      'SPOUSE_CONSENT',
      'STALL_UNDERTAKING',
    ].sort(),
  )
  expect(of('AF')).toEqual(
    expect.arrayContaining(['ASSIST_FUND_AGREEMENT', 'MORTGAGE_CONTRACT', 'PARTNER_AGREEMENT', 'STALL_UNDERTAKING']),
  )
  expect(of('GC')).toEqual(expect.arrayContaining(['GUARANTEE_CONTRACT', 'COUNTER_GUARANTEE', 'MARGIN_PLEDGE']))
  expect(of('LI')).toEqual(expect.arrayContaining(['INSURANCE_POLICY', 'PARTNER_AGREEMENT']))
  expect(of('PK')).toEqual(
    expect.arrayContaining(['MORTGAGE_CONTRACT', 'GUARANTEE_CONTRACT', 'MARGIN_PLEDGE', 'INSURANCE_POLICY']),
  )
  expect(of('DF')).not.toContain('LOAN_CONTRACT')
  expect(of('DF')).toContain('PARTNER_AGREEMENT')
})

test('an amount, a name or a word changed gives another seal; the same data gives the same one', () => {
  const data = dataOf('JG', 'LOAN_CONTRACT')
  const first = mergeDocument('LOAN_CONTRACT', 'JG', data)
  expect(mergeDocument('LOAN_CONTRACT', 'JG', structuredClone(data)).contentSha256).toBe(first.contentSha256)
  const other = { ...data, rate: '5.21' } as DocumentData
  expect(mergeDocument('LOAN_CONTRACT', 'JG', other).contentSha256).not.toBe(first.contentSha256)
  expect(sealText(data.number, first.contentSha256)).toContain(first.contentSha256.slice(0, 32).toUpperCase())
})

test('a field that nobody filled is counted, so that a blank is never issued', () => {
  const data = { ...dataOf('JG', 'LOAN_CONTRACT'), purpose: ' ' } as DocumentData
  expect(mergeDocument('LOAN_CONTRACT', 'JG', data).blanks).toBe(1)
})

test('a mortgage names every asset of the register, everybody who owns one signs it, and without an asset it is a blank', () => {
  const c = contractCase('PK')
  const house = {
    owner: '周一',
    ownerIdNo: '110101198202020020',
    description: '住宅一套',
    certificateNo: '云（2024）不动产权第 77 号',
    valueFen: 90_000_000n,
    movable: false,
  }
  const machine = { ...house, description: '数控机床', certificateNo: 'SN-1', movable: true }
  const of = (pledged: (typeof c.members)[number]['pledged']) => ({
    ...c,
    members: c.members.map((m) => ({ ...m, pledged })),
  })
  const three = of([...c.members[0]!.pledged, house, machine])
  const planned = plannedDocuments(three).find((d) => d.kind === 'MORTGAGE_CONTRACT')!
  expect(planned.signers.map((s) => [s.role, s.name])).toEqual([
    ['MORTGAGOR', '林记五金商行'],
    ['MORTGAGOR', '周一'],
  ])
  expect(mergeDocument('MORTGAGE_CONTRACT', 'PK', dataOf('PK', 'MORTGAGE_CONTRACT', three)).blanks).toBe(0)
  expect(mergeDocument('MORTGAGE_CONTRACT', 'PK', dataOf('PK', 'MORTGAGE_CONTRACT', of([]))).blanks).toBeGreaterThan(0)
})

test('a guarantee without its manner, its end or the members’ shares is named with the rule it breaks', () => {
  const missing = missingRequired('JOINT_GUARANTEE_AGREEMENT', 'JG', false, KEY_CLAUSES.JOINT_GUARANTEE_AGREEMENT)
  expect(missing.map((r) => [r.law, r.clause])).toEqual([
    ['LEG-4', 'GUARANTEE_MANNER'],
    ['LEG-5', 'GUARANTEE_END'],
    ['LEG-6', 'INTERNAL_SHARES'],
  ])
})

test('each mode agrees on its own numbered order of sources (LEG-9)', () => {
  expect(new Set(MODES.map((m) => WATERFALLS[m].version)).size).toBe(MODES.length)
})

test('words that were changed without a new version of their template are found', () => {
  const kept = JSON.parse(readFileSync(join(ROOT, 'templates/contracts/versions.json'), 'utf8'))
  const now = Object.fromEntries(
    (Object.keys(TEMPLATE_VERSIONS) as ContractKind[]).map((kind) => {
      const hash = createHash('sha256')
      for (const file of [...SHARED_FILES, templateFile(kind)]) hash.update(readFileSync(join(ROOT, 'templates', file)))
      return [kind, { version: TEMPLATE_VERSIONS[kind], sha256: hash.digest('hex') }]
    }),
  )
  expect(now).toEqual(kept)
})

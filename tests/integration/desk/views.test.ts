/** Saved views on real PostgreSQL: whose they are, who sees them, and how many one keeps. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { deleteView, MOST_VIEWS, savedViews, saveView } from '@/lib/desk/views'
import { type BankRow, withTenant } from '@/lib/platform/tenant'
import { apiClient } from '../../api/client'
import { type TestDatabase, testDatabase } from '../../database'
import { type Person, testBank, testParty, testPerson } from '../../fixtures/people'
import { refusal, value } from '../scoring/fixture'

let db: TestDatabase
let bank: BankRow
let rm: Person
let evaluator: Person
let stranger: Person
let operator: Person
let clerk: Person
let otherOperator: Person

beforeAll(async () => {
  db = await testDatabase()
  bank = await testBank('YJB')
  rm = await testPerson(bank, 'rm', ['RM'])
  evaluator = await testPerson(bank, 'evaluator', ['EVALUATOR'])
  stranger = await testPerson(await testBank('BYB'), 'rm', ['RM'])
  const partner = async (code: string, name: string, role: 'OPERATOR_ADMIN' | 'OPERATOR_CLERK', partyId: string) =>
    testPerson(bank, name, [role], { partyCode: code, partyId })
  const one = await testParty(bank, 'OP-1')
  operator = await partner('OP-1', 'operator.m1', 'OPERATOR_ADMIN', one)
  clerk = await partner('OP-1', 'clerk.m1', 'OPERATOR_CLERK', one)
  otherOperator = await partner('OP-2', 'operator.m2', 'OPERATOR_ADMIN', await testParty(bank, 'OP-2'))
})
afterAll(() => db.drop())

const names = async (person: Person, list: 'batches' | 'loans' = 'batches') =>
  (await savedViews(person, { list })).items.map((v) => v.name)

describe('one’s own', () => {
  test('a view comes back with search, filters, order and columns, without the page one stood on', async () => {
    const columns = { sla: true, created: false }
    value(
      await saveView(rm, {
        list: 'loans',
        name: ' 逾期关注 ',
        query: 'state=OVERDUE%2CCLAIMING&q=%E7%94%B2&after=01a2&sort=-dpd&before=',
        columns,
      }),
    )
    expect((await savedViews(rm, { list: 'loans' })).items).toMatchObject([
      {
        name: '逾期关注',
        query: 'state=OVERDUE%2CCLAIMING&q=%E7%94%B2&sort=-dpd',
        columns,
        shared: false,
        mine: true,
        owner: rm.name,
      },
    ])
    expect(await names(rm, 'batches')).toEqual([])
  })

  test('the same name again replaces it, its columns and its sharing too', async () => {
    const first = value(
      await saveView(rm, { list: 'batches', name: '我的', query: 'mine=1', columns: { a: true }, shared: true }),
    )
    const second = value(await saveView(rm, { list: 'batches', name: '我的', query: 'state=DRAFT' }))
    expect(second).toEqual({ id: first.id, replaced: true })
    expect((await savedViews(rm, { list: 'batches' })).items).toMatchObject([
      { name: '我的', query: 'state=DRAFT', columns: null, shared: false },
    ])
    expect(await names(evaluator)).toEqual([])
  })

  test('is deleted by its owner; another person’s is not there to delete', async () => {
    const { id } = value(await saveView(rm, { list: 'plans', name: '待审', query: '', shared: true }))
    for (const other of [evaluator, stranger, operator])
      expect(refusal(await deleteView(other, { viewId: id }))).toBe('E_NOT_FOUND')
    value(await deleteView(rm, { viewId: id }))
    expect(refusal(await deleteView(rm, { viewId: id }))).toBe('E_NOT_FOUND')
  })

  test('fifty of a list are enough: one more is refused, replacing one and another list are not', async () => {
    const save = (name: string, list: 'claims' | 'visits' = 'claims') => saveView(rm, { list, name, query: '' })
    // the last two at once: only one of them can be the fiftieth
    for (let i = 1; i < MOST_VIEWS; i++) value(await save(`v${i}`))
    const both = await Promise.all([save('a'), save('b')])
    expect(both.map((r) => r.ok).sort()).toEqual([false, true])
    expect(await save('one more')).toMatchObject({ error: { code: 'E_TOO_MANY_VIEWS', params: { most: MOST_VIEWS } } })
    value(await save('v1'))
    value(await save('v1', 'visits'))
    value(await saveView(evaluator, { list: 'claims', name: 'mine', query: '' }))
  })

  test('an unknown list, an empty name and a query string without end are refused', async () => {
    expect(refusal(await saveView(rm, { list: 'secrets' as 'loans', name: 'a', query: '' }))).toBe('E_MALFORMED')
    expect(refusal(await saveView(rm, { list: 'loans', name: '  ', query: '' }))).toBe('E_REQUIRED:name')
    expect(refusal(await saveView(rm, { list: 'loans', name: 'a', query: 'x'.repeat(2001) }))).toBe('E_MALFORMED')
  })

  test('saving and deleting stand on the trail', async () => {
    const trail = await withTenant({ bankId: bank.id, partyId: null }, (tx) =>
      tx.auditEvent.findMany({ where: { bankId: bank.id, objectType: 'view' }, orderBy: { seq: 'asc' } }),
    )
    expect(trail.slice(0, 3).map((e) => [e.command, e.stateTo, (e.detail as { name: string }).name])).toEqual([
      ['views.save', 'SAVED', '逾期关注'],
      ['views.save', 'SAVED', '我的'],
      ['views.save', 'REPLACED', '我的'],
    ])
    expect(trail.some((e) => e.command === 'views.delete' && e.stateTo === 'DELETED')).toBe(true)
  })
})

describe('shared', () => {
  test('colleagues see what is shared and by whom, never what is not, and may have the same name of their own', async () => {
    value(await saveView(evaluator, { list: 'markets', name: '到期', query: 'sort=expiresOn', shared: true }))
    value(await saveView(evaluator, { list: 'markets', name: '草稿', query: 'state=DRAFT' }))
    value(await saveView(rm, { list: 'markets', name: '到期', query: 'sort=-expiresOn' }))
    const { items } = await savedViews(rm, { list: 'markets' })
    expect(items.map((v) => [v.name, v.query, v.mine, v.owner]).sort()).toEqual(
      [
        ['到期', 'sort=-expiresOn', true, rm.name],
        ['到期', 'sort=expiresOn', false, evaluator.name],
      ].sort(),
    )
  })

  test('another bank sees nothing of it', async () => {
    expect((await savedViews(stranger, { list: 'markets' })).items).toEqual([])
    value(await saveView(stranger, { list: 'markets', name: '别行', query: '', shared: true }))
    expect((await savedViews(rm, { list: 'markets' })).items.map((v) => v.name)).not.toContain('别行')
  })

  test('a partner shares within its own party: neither another party nor the bank sees it, nor it the bank’s', async () => {
    value(await saveView(operator, { list: 'batches', name: '退回的', query: 'state=RETURNED', shared: true }))
    value(await saveView(rm, { list: 'batches', name: '本行的', query: '', shared: true }))
    expect(await names(clerk)).toEqual(['退回的'])
    expect(await names(otherOperator)).toEqual([])
    expect(await names(evaluator)).toEqual(['本行的'])
    expect(await names(operator)).toEqual(['退回的'])
  })
})

describe('by the API', () => {
  test('a program keeps, lists and deletes views as its person does', async () => {
    const api = await apiClient(bank, 'evaluator')
    const body = { list: 'contracts', name: '待签', query: 'state=ISSUED', shared: true }
    const saved = await api.send('POST', '/views', body)
    expect(saved).toMatchObject({ status: 201, json: { replaced: false } })
    const listed = await api.get('/views?list=contracts')
    expect(listed.json.items).toMatchObject([{ id: saved.json.id, name: '待签', query: 'state=ISSUED', mine: true }])
    expect(await api.send('POST', '/views', { ...body, colour: 'red' })).toMatchObject({ status: 400 })
    expect(await api.send('DELETE', `/views/${saved.json.id}`)).toMatchObject({ status: 200 })
    expect((await api.get('/views?list=contracts')).json.items).toEqual([])
  })

  test('a token that only reads lists them and changes none', async () => {
    const reader: Person = { ...evaluator, scope: 'READ' }
    expect((await savedViews(reader, { list: 'markets' })).items.length).toBeGreaterThan(0)
    expect(refusal(await saveView(reader, { list: 'markets', name: 'x', query: '' }))).toBe('E_FORBIDDEN')
  })
})

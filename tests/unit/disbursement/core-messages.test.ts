import fc from 'fast-check'
import { expect, test } from 'vitest'
import { readCoreMessage } from '@/lib/disbursement/transfers/answers'
import { creditTransfer, xmlText } from '@/lib/disbursement/transfers/messages'
import { simulatedCore } from '@/lib/disbursement/transfers/simulated-core'
import { date } from '@/lib/platform/dates'

const order = (payments: { amountFen: bigint; account: string; creditor: string }[]) =>
  creditTransfer({
    messageId: 'DK20260320000001-1',
    createdAt: new Date('2026-03-20T01:00:00Z'),
    executionDate: date('2026-03-20'),
    debtor: { name: '云江银行', account: '2411' },
    payments: payments.map((p, i) => ({ ...p, endToEndId: `E${i}`, agent: '工商银行', remittance: '货款' })),
  })
const answered = (xml: string) => {
  const read = readCoreMessage(simulatedCore(xml))
  if (!read.ok || read.message.kind !== 'STATUS') throw new Error('no status report')
  return read.message
}

test('whatever name a payee has, the message stays one message with its amounts', () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.bigInt({ min: 1n, max: 10n ** 12n }), fc.string({ unit: 'binary', minLength: 1 })), {
        minLength: 1,
        maxLength: 6,
      }),
      (rows) => {
        const report = answered(order(rows.map(([amountFen, creditor]) => ({ amountFen, creditor, account: '6222' }))))
        expect(report).toMatchObject({ status: 'SETTLED', messageId: 'DK20260320000001-1' })
        expect(report.payments).toHaveLength(rows.length)
      },
    ),
    { numRuns: 25 },
  )
}, 30_000)

test('an amount changed on its way no longer adds up, and the core refuses the whole', () => {
  const sent = order([
    { amountFen: 10_000n, account: '6222', creditor: '甲' },
    { amountFen: 5_000n, account: '6223', creditor: '乙' },
  ])
  expect(answered(sent.replace('>50.00<', '>51.00<'))).toMatchObject({ status: 'REJECTED', reasonCode: 'AM10' })
})

test('a closed account sends back its own payment only', () => {
  const report = answered(
    order([
      { amountFen: 10_000n, account: '6222', creditor: '甲' },
      { amountFen: 5_000n, account: '0000123', creditor: '乙' },
    ]),
  )
  expect(report).toMatchObject({ status: 'SETTLED' })
  expect(report.payments.map((p) => p.status)).toEqual(['SETTLED', 'REJECTED'])
})

test('accepted for processing is not paid', () => {
  for (const code of ['ACCP', 'ACSP', 'RCVD', 'PDNG']) {
    const read = readCoreMessage(
      `<Document><CstmrPmtStsRpt><OrgnlGrpInfAndSts><OrgnlMsgId>M</OrgnlMsgId><GrpSts>${code}</GrpSts></OrgnlGrpInfAndSts></CstmrPmtStsRpt></Document>`,
    )
    expect(read).toMatchObject({ ok: true, message: { status: 'PENDING' } })
  }
})

test('a statement that does not say which way the money went is no statement', () => {
  const line = (direction: string) =>
    readCoreMessage(
      `<Document><BkToCstmrStmt><Stmt><Id>S</Id><Ntry><Amt Ccy="CNY">1.00</Amt>${direction}<Sts><Cd>BOOK</Cd></Sts><ValDt><Dt>2026-03-20</Dt></ValDt><NtryDtls><TxDtls><Refs><EndToEndId>E</EndToEndId></Refs></TxDtls></NtryDtls></Ntry></Stmt></BkToCstmrStmt></Document>`,
    )
  expect(line('<CdtDbtInd>DBIT</CdtDbtInd>').ok).toBe(true)
  expect(line('')).toEqual({ ok: false, problem: 'CdtDbtInd' })
  expect(line('<CdtDbtInd>BOTH</CdtDbtInd>')).toEqual({ ok: false, problem: 'CdtDbtInd' })
})

test('entities that grow, or that fetch from elsewhere, are not read', () => {
  const bomb = '<!DOCTYPE a [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]><Document>&b;</Document>'
  expect(readCoreMessage(bomb)).toEqual({ ok: false, problem: 'DOCTYPE' })
  expect(readCoreMessage(bomb.replace('DOCTYPE', 'doctype')).ok).toBe(false)
  expect(readCoreMessage('<Document>&b;</Document>').ok).toBe(false)
  expect(readCoreMessage(`${'<a>'.repeat(200_000)}`).ok).toBe(false)
  const inline =
    '<Document xmlns:xi="http://www.w3.org/2001/XInclude"><xi:include href="file:///etc/passwd" parse="text"/></Document>'
  expect(readCoreMessage(inline).ok).toBe(false)
})

test('no text from outside makes the reader fail otherwise than by saying so', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      expect(readCoreMessage(text).ok).toBe(false)
      expect(readCoreMessage(`<Document><CstmrPmtStsRpt>${xmlText(text)}</CstmrPmtStsRpt></Document>`).ok).toBe(false)
    }),
  )
})

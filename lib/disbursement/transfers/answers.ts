/**
 * What the core says: a status report (pain.002) about one instruction, or a statement (camt.053) of what was booked.
 * Both come from outside: a document type is refused, a document that is not what it says is a fault, never a guess.
 * Versions of a message differ in their namespace, so elements are found by local name.
 */
import type { XmlElement } from 'libxml2-wasm'
import { date, type PlainDate } from '@/lib/platform/dates'
import { type Fen, parseYuan } from '@/lib/platform/money'
import { all, first, missing, readXml, word } from './xml'

/** SETTLED: the money has moved. PENDING: the core has it and will say more. */
export type TransferStatus = 'SETTLED' | 'PENDING' | 'REJECTED'

export type StatusReport = {
  kind: 'STATUS'
  messageId: string
  status: TransferStatus
  reference: string | null
  valueDate: PlainDate | null
  reasonCode: string | null
  reasonText: string | null
  /** transactions that differ from the group, or are named */
  payments: { endToEndId: string; status: TransferStatus; reasonCode: string | null }[]
}

export type StatementEntry = {
  endToEndId: string
  amountFen: Fen
  /** DEBIT: money left our account; CREDIT: money came back */
  direction: 'DEBIT' | 'CREDIT'
  valueDate: PlainDate
  reference: string | null
  returnCode: string | null
}
export type BookedEntries = { kind: 'STATEMENT'; statementId: string; entries: StatementEntry[] }

export type CoreMessage = StatusReport | BookedEntries
export type ReadMessage = { ok: true; message: CoreMessage } | { ok: false; problem: string }

/** Accepted for processing is not money moved: only a settled or booked status is. */
const STATUS: Readonly<Record<string, TransferStatus>> = {
  ACSC: 'SETTLED',
  ACCC: 'SETTLED',
  PART: 'SETTLED',
  ACCP: 'PENDING',
  ACSP: 'PENDING',
  ACTC: 'PENDING',
  ACWC: 'PENDING',
  RCVD: 'PENDING',
  PDNG: 'PENDING',
  RJCT: 'REJECTED',
  CANC: 'REJECTED',
}

export function readCoreMessage(xml: string): ReadMessage {
  const read = readXml(xml, (root): CoreMessage => {
    const report = first(root, 'CstmrPmtStsRpt')
    if (report) return statusReport(report)
    return bookedEntries(first(first(root, 'BkToCstmrStmt'), 'Stmt') ?? missing('MESSAGE'))
  })
  return read.ok ? { ok: true, message: read.value } : read
}

function statusReport(report: XmlElement): StatusReport {
  const group = first(report, 'OrgnlGrpInfAndSts')
  const block = first(report, 'OrgnlPmtInfAndSts')
  const messageId = word(group, 'OrgnlMsgId') ?? missing('OrgnlMsgId')
  const payments = all(block, 'TxInfAndSts').map((tx) => ({
    endToEndId: word(tx, 'OrgnlEndToEndId') ?? missing('OrgnlEndToEndId'),
    status: statusOf(word(tx, 'TxSts')),
    reasonCode: reasonOf(tx).code,
    reference: word(tx, 'AcctSvcrRef'),
    valueDate: word(first(tx, 'FctvIntrBkSttlmDt'), 'Dt'),
  }))
  const code = word(group, 'GrpSts') ?? word(block, 'PmtInfSts')
  const status = statusOf(code)
  // a part was refused: which one has to be said
  if (code === 'PART' && !payments.some((p) => p.status !== 'SETTLED')) missing('TxInfAndSts')
  const reason = reasonOf(group ?? report)
  const day = payments.find((p) => p.valueDate)?.valueDate
  return {
    kind: 'STATUS',
    messageId,
    status,
    reference: payments.find((p) => p.reference)?.reference ?? null,
    valueDate: day ? date(day) : null,
    reasonCode: reason.code ?? payments.find((p) => p.reasonCode)?.reasonCode ?? null,
    reasonText: reason.text,
    payments: payments.map(({ endToEndId, status, reasonCode }) => ({ endToEndId, status, reasonCode })),
  }
}

function bookedEntries(statement: XmlElement): BookedEntries {
  const entries = all(statement, 'Ntry').flatMap((entry): StatementEntry[] => {
    // Only what is booked counts: a pending line may still go away.
    const state = word(first(entry, 'Sts'), 'Cd') ?? word(entry, 'Sts')
    if (state !== 'BOOK') return []
    const details = all(first(entry, 'NtryDtls'), 'TxDtls')
    return details.flatMap((tx): StatementEntry[] => {
      const endToEndId = word(first(tx, 'Refs'), 'EndToEndId')
      if (!endToEndId || endToEndId === 'NOTPROVIDED') return []
      const amount = first(tx, 'Amt') ?? first(first(first(tx, 'AmtDtls'), 'TxAmt'), 'Amt') ?? first(entry, 'Amt')
      return [
        {
          endToEndId,
          amountFen: amountOf(amount),
          direction: directionOf(word(tx, 'CdtDbtInd') ?? word(entry, 'CdtDbtInd')),
          valueDate: date(
            (word(first(entry, 'ValDt'), 'Dt') ?? word(first(entry, 'BookgDt'), 'Dt') ?? '').slice(0, 10),
          ),
          reference: word(first(tx, 'Refs'), 'AcctSvcrRef') ?? word(entry, 'AcctSvcrRef'),
          returnCode: word(first(first(tx, 'RtrInf'), 'Rsn'), 'Cd'),
        },
      ]
    })
  })
  return { kind: 'STATEMENT', statementId: word(statement, 'Id') ?? '', entries }
}

/** Which way money went is never guessed. */
function directionOf(code: string | null): StatementEntry['direction'] {
  return code === 'CRDT' ? 'CREDIT' : code === 'DBIT' ? 'DEBIT' : missing('CdtDbtInd')
}

function statusOf(code: string | null): TransferStatus {
  return (code && STATUS[code]) || missing('status')
}

function reasonOf(at: XmlElement): { code: string | null; text: string | null } {
  const info = first(at, 'StsRsnInf')
  const reason = first(info, 'Rsn')
  return { code: word(reason, 'Cd') ?? word(reason, 'Prtry'), text: word(info, 'AddtlInf') }
}

function amountOf(at: XmlElement | null): Fen {
  const currency = at?.attr('Ccy')?.value
  const fen = at && currency === 'CNY' ? parseYuan(at.content.trim()) : null
  return fen ?? missing('Amt')
}

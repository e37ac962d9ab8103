import { useTranslations } from 'next-intl'
import { Badge } from '@/components/ui/badge'
import { Card } from '@/components/ui/card'
import { DataTable } from '@/components/ui/data-table/data-table'
import { Descriptions } from '@/components/ui/descriptions'
import { Explain } from '@/components/ui/explain'
import { Money } from '@/components/ui/money'
import type { ClaimDetail } from '@/lib/guarantees/queries-claims'
import { toYuan } from '@/lib/platform/money'
import { AnswerActs, CheckActs, ReceiptAct, RecoveryAct } from './claim-forms'

type May = { answer: boolean; make: boolean; check: boolean; userId: string | null; today: string }

/** Who is asked for what, the letters to them, and the money that came. */
export function ClaimPayers({ claim: c, may }: { claim: ClaimDetail; may: May }) {
  const t = useTranslations('guarantees.claim')
  const trace = useTranslations('guarantees.trace')
  const asked = ['NOTICE_SENT', 'ACCEPTED', 'DISPUTED', 'PAID_PARTIAL'].includes(c.state)
  return (
    <>
      <Card title={t('payers')} description={t('payersHint')} flush>
        <DataTable
          id="claim-lines"
          label={t('payers')}
          search={false}
          keyboard={false}
          prefix="l"
          rows={c.lines.map((l) => ({
            id: l.id,
            no: l.no,
            source: trace(l.source),
            payer: l.payer ?? l.account ?? '',
            demandedFen: l.demandedFen,
            paidFen: l.paidFen,
            periodEnd: l.periodEnd?.toString() ?? '',
            payBy: l.payBy?.toString() ?? '',
            state: (
              <Badge
                tone={l.state === 'PAID' ? 'ok' : ['DISPUTED', 'EXHAUSTED'].includes(l.state) ? 'danger' : 'neutral'}
              >
                {t(`lineState.${l.state as 'OPEN'}`)}
              </Badge>
            ),
            act:
              asked && may.make && !l.account && l.paidFen < l.demandedFen ? (
                <ReceiptAct lineId={l.id} left={toYuan(l.demandedFen - l.paidFen)} today={may.today} />
              ) : (
                ''
              ),
          }))}
          totals={{
            demandedFen: c.lines.reduce((n, l) => n + l.demandedFen, 0n),
            paidFen: c.lines.reduce((n, l) => n + l.paidFen, 0n),
          }}
          columns={[
            { key: 'no', header: t('no'), type: 'count' },
            { key: 'source', header: t('source') },
            { key: 'payer', header: t('payer'), wrap: true },
            { key: 'demandedFen', header: t('demanded'), type: 'money' },
            { key: 'paidFen', header: t('paid'), type: 'money' },
            { key: 'periodEnd', header: t('periodEnd'), type: 'date' },
            { key: 'payBy', header: t('payBy'), type: 'date' },
            { key: 'state', header: t('state'), type: 'node' },
            { key: 'act', header: t('act'), type: 'node' },
          ]}
          empty={{ title: t('noPayers') }}
        />
      </Card>
      {c.notices.length > 0 && (
        <Card title={t('letters')} flush>
          <DataTable
            id="claim-letters"
            label={t('letters')}
            search={false}
            keyboard={false}
            prefix="n"
            rows={c.notices.map((n) => ({
              id: n.id,
              number: n.number,
              payer: n.payer ?? '',
              amountFen: n.amountFen,
              channel: t(`channels.${n.channel as 'COURIER'}`),
              sentOn: n.sentOn.toString(),
              deliveredOn: n.deliveredOn?.toString() ?? '',
              proofNo: n.proofNo ?? '',
              answerBy: n.answerBy.toString(),
              state: (
                <Badge tone={n.state === 'ACCEPTED' ? 'ok' : n.state === 'DISPUTED' ? 'danger' : 'info'}>
                  {t(`letterState.${n.state as 'SENT'}`)}
                </Badge>
              ),
              note: n.answerNote ?? '',
              act:
                may.answer && !n.taken ? (
                  <AnswerActs noticeId={n.id} said={['ACCEPTED', 'DISPUTED'].includes(n.state)} />
                ) : (
                  ''
                ),
            }))}
            columns={[
              { key: 'number', header: t('letterNo'), fixed: true },
              { key: 'payer', header: t('payer'), wrap: true },
              { key: 'amountFen', header: t('amount'), type: 'money' },
              { key: 'channel', header: t('channel') },
              { key: 'sentOn', header: t('sentOn'), type: 'date' },
              { key: 'deliveredOn', header: t('deliveredOn'), type: 'date' },
              { key: 'proofNo', header: t('proofNo') },
              { key: 'answerBy', header: t('answerBy'), type: 'date' },
              { key: 'state', header: t('state'), type: 'node' },
              { key: 'note', header: t('note'), wrap: true },
              { key: 'act', header: t('act'), type: 'node' },
            ]}
          />
        </Card>
      )}
      {c.receipts.length > 0 && (
        <Card title={t('receipts')} flush>
          <ul className="divide-y divide-line">
            {c.receipts.map((r) => (
              <li key={r.id} className="flex flex-wrap items-center gap-x-4 gap-y-1 px-4 py-2.5">
                <span>{r.payer}</span>
                <span className="text-sm text-ink-2">{`${r.valueDate} · ${r.reference} · ${r.maker ?? ''}`}</span>
                <span className="ml-auto flex items-center gap-3">
                  <Money value={r.amountFen} />
                  <Badge tone={r.state === 'POSTED' ? 'ok' : r.state === 'REJECTED' ? 'danger' : 'info'}>
                    {t(`handState.${r.state as 'PENDING'}`)}
                  </Badge>
                  {r.state === 'PENDING' && may.check && !r.mine && <CheckActs id={r.id} kind="receipt" />}
                </span>
              </li>
            ))}
          </ul>
        </Card>
      )}
    </>
  )
}

/** Where each yuan went and what has come back of it. */
export function ClaimTrace({ claim: c, may }: { claim: ClaimDetail; may: May }) {
  const t = useTranslations('guarantees.claim')
  const recourse = c.payments.reduce((n, p) => n + p.recourseFen, 0n)
  return (
    <>
      {c.repaid.length > 0 && (
        <Card title={t('appliedTitle')} description={t('appliedHint')}>
          {c.repaid.map((r) => (
            <Descriptions
              key={r.id}
              columns={3}
              items={[
                { label: r.valueDate.toString(), value: <Money value={r.amountFen} />, figure: true },
                { label: t('part.costsFen'), value: <Money value={r.costsFen} />, figure: true },
                { label: t('part.penaltyFen'), value: <Money value={r.penaltyFen} />, figure: true },
                { label: t('part.interestFen'), value: <Money value={r.interestFen} />, figure: true },
                { label: t('part.principalFen'), value: <Money value={r.principalFen} />, figure: true },
              ]}
            />
          ))}
        </Card>
      )}
      {(recourse > 0n || c.recoveries.length > 0) && (
        <Card
          title={t('recoveries')}
          description={t('recourseOpen', { amount: toYuan(recourse) })}
          actions={may.make && recourse > 0n && <RecoveryAct loanId={c.loan.id} today={may.today} />}
          flush
        >
          <ul className="divide-y divide-line">
            {c.recoveries.map((r) => (
              <li key={r.id} className="space-y-1 px-4 py-2.5">
                <div className="flex flex-wrap items-center gap-3">
                  <span className="font-mono">{r.number}</span>
                  <span className="text-sm text-ink-2">{`${r.valueDate} · ${t(`origins.${r.origin as 'COURT'}`)}`}</span>
                  <Badge tone={r.state === 'POSTED' ? 'ok' : r.state === 'REJECTED' ? 'danger' : 'info'}>
                    {t(`handState.${r.state as 'PENDING'}`)}
                  </Badge>
                  <span className="ml-auto">
                    {r.trace ? (
                      <Explain trace={r.trace}>
                        <Money value={r.amountFen} />
                      </Explain>
                    ) : (
                      <Money value={r.amountFen} />
                    )}
                  </span>
                  {r.state === 'PENDING' && may.check && r.makerId !== may.userId && (
                    <CheckActs id={r.id} kind="recovery" />
                  )}
                </div>
                {r.shares.map((s) => (
                  <div key={s.id} className="flex justify-between gap-3 text-sm text-ink-2">
                    <span>{s.payer ?? t(`payees.${s.payee as 'BANK'}`)}</span>
                    <Money value={s.amountFen} />
                  </div>
                ))}
              </li>
            ))}
          </ul>
        </Card>
      )}
    </>
  )
}

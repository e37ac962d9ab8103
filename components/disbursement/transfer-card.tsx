import { useTranslations } from 'next-intl'
import { Card } from '@/components/ui/card'
import { Descriptions } from '@/components/ui/descriptions'
import { Notice } from '@/components/ui/notice'
import { CivilDate, Instant } from '@/components/ui/when'
import type { transferList } from '@/lib/disbursement/transfers/queries'
import { TransferBadge } from './badges'
import { ConfirmOutcome, ProposeOutcome } from './transfer-acts'

type Transfer = Awaited<ReturnType<typeof transferList>>['items'][number]

/** The instruction of one drawdown to the core: what was sent, what came back, and what people have to find out. */
export function TransferCard({
  m,
  today,
  mayPropose,
  mayConfirm,
}: {
  m: Transfer
  today: string
  mayPropose: boolean
  mayConfirm: boolean
}) {
  const t = useTranslations('disbursement.transfer')
  const state = useTranslations('disbursement.screen')
  const open = ['SENDING', 'SENT', 'UNKNOWN'].includes(m.state)
  return (
    <Card
      title={m.messageId}
      description={t('title')}
      actions={
        open && (
          <>
            {mayPropose && !m.proposal && <ProposeOutcome id={m.id} today={today} />}
            {mayConfirm && m.proposal && !m.iProposed && <ConfirmOutcome id={m.id} />}
          </>
        )
      }
    >
      <div className="space-y-3">
        {open && <Notice tone="warn">{t(m.state === 'UNKNOWN' ? 'unknownHint' : 'pendingHint')}</Notice>}
        {open && m.proposal && (
          <Notice tone="info">
            {t('proposed', {
              name: m.proposedBy ?? '',
              outcome: t(m.proposal.outcome === 'PAID' ? 'paid' : 'notPaid'),
              reason: m.proposal.reason,
            })}
          </Notice>
        )}
        <Descriptions
          columns={2}
          items={[
            { label: state('state'), value: <TransferBadge state={m.state} /> },
            { label: t('channel'), value: t(`channels.${m.channel as 'SIMULATED'}`) },
            { label: t('sentAt'), value: <Instant value={m.sentAt} /> },
            { label: t('answeredAt'), value: <Instant value={m.answeredAt} /> },
            { label: t('reference'), value: m.coreReference },
            { label: t('valueDate'), value: <CivilDate value={m.valueDate} /> },
            ...(m.reasonCode || m.reasonText
              ? [
                  {
                    label: t('reason'),
                    value: [m.reasonCode, m.reasonText].filter(Boolean).join(' '),
                    span: 'full' as const,
                  },
                ]
              : []),
            { label: t('sha'), value: <span className="figure break-all text-xs">{m.sha256}</span>, span: 'full' },
          ]}
        />
      </div>
    </Card>
  )
}

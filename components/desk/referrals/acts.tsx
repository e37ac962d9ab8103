import { useTranslations } from 'next-intl'
import { ActDialog, type ActField } from '@/components/ui/act-dialog'
import {
  decideReferralAction,
  fileReferralPapersAction,
  followReferralAction,
  proposeReferralAction,
} from '@/lib/desk/referrals/actions'
import type { ReferralRow } from '@/lib/desk/referrals/referrals'

/** What can be done with a referral by who looks at it. */
export function ReferralActs({ row }: { row: ReferralRow }) {
  const t = useTranslations('manager.referrals')
  const may = (event: ReferralRow['allowedEvents'][number]) => row.allowedEvents.includes(event)
  const area = (name: string, label: string): ActField => ({ name, label, kind: 'area', required: true })
  const on: ActField = { name: 'on', label: t('day'), kind: 'date', required: true }
  const fixed = { referralId: row.id }
  return (
    <span className="flex flex-wrap gap-1">
      {row.mayFile && (
        <ActDialog
          label={t('act.file')}
          description={t('fileHint')}
          fields={row.documents.map((d) => ({ name: `documents.${d.document}`, label: t(`document.${d.document}`), kind: 'text', value: d.at }))} // biome-ignore format: one line
          fixed={fixed}
          action={fileReferralPapersAction}
        />
      )}
      {may('propose') && (
        <ActDialog label={t('act.propose')} tone="primary" fields={[]} fixed={fixed} action={proposeReferralAction} />
      )}
      {may('decide') && (
        <ActDialog
          label={t('act.decide')}
          tone="primary"
          description={row.facts}
          fields={[
            { name: 'decision', label: t('decision'), kind: 'choice', required: true, options: (['APPROVE', 'RETURN', 'DROP'] as const).map((x) => ({ value: x, label: t(`decisions.${x}`) })) }, // biome-ignore format: one line
            area('note', t('note')),
          ]}
          fixed={fixed}
          action={decideReferralAction}
        />
      )}
      {may('send') && (
        <ActDialog
          label={t('act.send')}
          fields={[on, area('receipt', t('receipt'))]}
          fixed={{ ...fixed, event: 'send' }}
          action={followReferralAction}
        />
      )}
      {may('answer') && (
        <ActDialog
          label={t('act.answer')}
          fields={[
            on,
            { name: 'accepted', label: t('accepted'), kind: 'flag' },
            { name: 'caseNo', label: t('caseNo'), kind: 'text' },
            area('note', t('note')),
          ]}
          fixed={{ ...fixed, event: 'answer' }}
          action={followReferralAction}
        />
      )}
      {may('close') && (
        <ActDialog
          label={t('act.close')}
          fields={[area('result', t('result'))]}
          fixed={{ ...fixed, event: 'close' }}
          action={followReferralAction}
        />
      )}
      {may('drop') && (
        <ActDialog
          label={t('act.drop')}
          tone="quiet"
          fields={[area('reason', t('note'))]}
          fixed={{ ...fixed, event: 'drop' }}
          action={followReferralAction}
        />
      )}
    </span>
  )
}

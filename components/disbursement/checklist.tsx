import { useLocale, useTranslations } from 'next-intl'
import { Card } from '@/components/ui/card'
import { CivilDate, Instant } from '@/components/ui/when'
import type { conditionList } from '@/lib/disbursement/queries'
import { formatList, formatMoney } from '@/lib/platform/i18n/format'
import { ConditionBadge } from './badges'
import { SubmitEvidenceDialog, VerifyDialog } from './evidence-dialogs'

type Conditions = Awaited<ReturnType<typeof conditionList>>['conditions']

/** Every condition with what the system saw, or what was brought and who verified it. */
export function Checklist({
  applicationId,
  conditions,
  today,
  maySubmit,
  mayVerify,
  actions,
}: {
  applicationId: string
  conditions: Conditions
  today: string
  maySubmit: boolean
  mayVerify: boolean
  actions?: React.ReactNode
}) {
  const t = useTranslations('disbursement')
  const locale = useLocale()
  const key = (code: string) => ({ applicationId, code })
  const toBring = conditions.filter((c) => !c.isAutomatic && !['CLOSED', 'WAIVED', 'SUBMITTED'].includes(c.state))
  const toVerify = conditions.filter((c) => c.state === 'SUBMITTED')
  return (
    <Card
      title={t('screen.checklist')}
      description={t('screen.checklistState', {
        closed: conditions.filter((c) => ['CLOSED', 'WAIVED'].includes(c.state)).length,
        total: conditions.length,
      })}
      actions={
        <>
          {maySubmit && <SubmitEvidenceDialog items={toBring.map((c) => key(c.code))} today={today} />}
          {mayVerify && <VerifyDialog items={toVerify.map((c) => key(c.code))} />}
          {actions}
        </>
      }
      flush
    >
      <ul className="divide-y divide-line">
        {conditions.map((c) => (
          <li key={c.id} className="px-4 py-2.5">
            <div className="flex flex-wrap items-start justify-between gap-x-4 gap-y-1">
              <span className="min-w-0">
                <b className="figure mr-2">{c.code}</b>
                {c.text ?? t(`conditions.${c.code}` as 'conditions.CP-01')}
                {c.maxAgeDays !== null && (
                  <span className="ml-2 text-xs text-ink-3">{t('screen.maxAge', { days: c.maxAgeDays })}</span>
                )}
              </span>
              <ConditionBadge state={c.state} />
            </div>
            <div className="mt-0.5 flex flex-wrap gap-x-4 gap-y-0.5 text-sm text-ink-2">
              <span>{c.isAutomatic ? t('screen.bySystem') : t('screen.byEvidence')}</span>
              {c.detail &&
                Object.entries(c.detail)
                  .filter(([, v]) => v !== null && v !== '')
                  .map(([k, v]) => (
                    <span key={k}>
                      {t.has(`detail.${k}` as 'detail.open') ? t(`detail.${k}` as 'detail.open') : k}{' '}
                      <span className="text-ink">{detailText(String(v), locale, t)}</span>
                    </span>
                  ))}
              {c.evidence?.note && (
                <span>
                  {c.evidence.note} {c.evidence.checkedOn && <CivilDate value={c.evidence.checkedOn} />}
                </span>
              )}
              {c.fileId && (
                <a
                  className="text-accent underline underline-offset-3"
                  href={`/api/files/${c.fileId}`}
                  target="_blank"
                  rel="noreferrer"
                >
                  {t('screen.paper')}
                </a>
              )}
              {c.submittedBy && <span>{t('screen.broughtBy', { name: c.submittedBy })}</span>}
              {c.closedBy && <span>{t('screen.closedBy', { name: c.closedBy })}</span>}
              {c.isAutomatic && c.checkedAt && <Instant value={c.checkedAt} />}
            </div>
          </li>
        ))}
      </ul>
    </Card>
  )
}

function detailText(value: string, locale: string, t: ReturnType<typeof useTranslations<'disbursement'>>): string {
  if (/^-?\d+\.\d{2}$/.test(value)) return formatMoney(value)
  const word = (v: string) =>
    t.has(`detailWord.${v}` as 'detailWord.group') ? t(`detailWord.${v}` as 'detailWord.group') : v
  return formatList(locale, value.split(',').map(word))
}

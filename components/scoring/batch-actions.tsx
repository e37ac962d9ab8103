'use client'
import { useRouter } from 'next/navigation'
import { useLocale, useTranslations } from 'next-intl'
import { useState } from 'react'
import { Button } from '@/components/ui/button'
import { Notice } from '@/components/ui/notice'
import { ReasonDialog } from '@/components/ui/reason-dialog'
import type { AppError } from '@/lib/platform/errors'
import { errorText } from '@/lib/platform/i18n/error-text'
import type { Translate } from '@/lib/platform/i18n/translator'
import { queryChecksAction, scoreApplicationsAction, signInvestigationsAction } from '@/lib/scoring/actions'
import { openText } from './open-text'

/** What the person at hand can do with the whole batch: ask the sources, sign the complete sheets, score. */
export function BatchActions({
  batchId,
  unsignedRm,
  unsignedEvaluator,
  signed,
  roles,
  checks,
}: {
  batchId: string
  unsignedRm: string[]
  unsignedEvaluator: string[]
  signed: number
  roles: string[]
  checks: string[]
}) {
  const t = useTranslations('scoring.act')
  const all = useTranslations() as unknown as Translate
  const locale = useLocale()
  const router = useRouter()
  const [report, setReport] = useState<{ title: string; lines: string[] } | null>(null)
  const [error, setError] = useState<AppError | null>(null)
  const [busy, setBusy] = useState(false)
  const sign = (as: 'RM' | 'EVALUATOR', ids: string[]) => (
    <ReasonDialog
      key={as}
      trigger={
        <Button disabled={ids.length === 0}>{t('sign', { as: all(`scoring.role.${as}`), count: ids.length })}</Button>
      }
      title={t('signTitle', { count: ids.length })}
      description={t('signDetail')}
      confirmLabel={t('signConfirm')}
      reason="none"
      action={() => signInvestigationsAction({ batchId, applicationIds: ids, as })}
      onDone={(value) => {
        setReport({
          title: t('signed', { count: value.signed.length }),
          lines: value.refused.map((r) => t('open', { row: r.row, open: openText(all, locale, r.open) })),
        })
        router.refresh()
      }}
    />
  )
  return (
    <>
      {checks.length > 0 && (
        <Button
          busy={busy}
          onClick={async () => {
            setBusy(true)
            const result = await queryChecksAction({ batchId, applicationIds: checks })
            setBusy(false)
            setError(result.ok ? null : result.error)
            if (result.ok) setReport({ title: t('asked', { count: result.value.items }), lines: [] })
          }}
        >
          {t('ask', { count: checks.length })}
        </Button>
      )}
      {roles.includes('RM') && sign('RM', unsignedRm)}
      {roles.includes('EVALUATOR') && sign('EVALUATOR', unsignedEvaluator)}
      <ReasonDialog
        trigger={
          <Button tone="primary" disabled={signed === 0}>
            {t('score', { count: signed })}
          </Button>
        }
        title={t('scoreTitle', { count: signed })}
        description={t('scoreDetail')}
        confirmLabel={t('scoreConfirm')}
        reason="none"
        action={() => scoreApplicationsAction({ batchId })}
        onDone={(value) => {
          if (value.jobId) setReport({ title: t('queued'), lines: [] })
          else router.push(`/scoring/${batchId}/results`)
        }}
      />
      {(report || error) && (
        <div className="w-full">
          {error && (
            <Notice tone="danger" live title={errorText(all, error).title}>
              {errorText(all, error).detail}
            </Notice>
          )}
          {report && (
            <Notice live title={report.title}>
              {report.lines.length > 0 && (
                <ul className="list-disc pl-4">
                  {report.lines.map((line) => (
                    <li key={line}>{line}</li>
                  ))}
                </ul>
              )}
            </Notice>
          )}
        </div>
      )}
    </>
  )
}

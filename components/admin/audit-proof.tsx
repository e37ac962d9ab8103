'use client'
import { useTranslations } from 'next-intl'
import { useState, useTransition } from 'react'
import { Button } from '@/components/ui/button'
import { Notice } from '@/components/ui/notice'
import { proveAuditAction } from '@/lib/admin/actions'
import { errorText } from '@/lib/platform/i18n/error-text'
import type { Translate } from '@/lib/platform/i18n/translator'

type Outcome = Awaited<ReturnType<typeof proveAuditAction>>

/** Recomputes the whole chain and says where it breaks, if it does. */
export function AuditProof() {
  const t = useTranslations('admin.audit')
  const all = useTranslations() as unknown as Translate
  const [outcome, setOutcome] = useState<Outcome | null>(null)
  const [busy, start] = useTransition()
  return (
    <div className="flex flex-wrap items-center gap-3">
      <Button
        busy={busy}
        onClick={() =>
          start(async () => {
            setOutcome(null)
            setOutcome(await proveAuditAction())
          })
        }
      >
        {busy ? t('verifying') : t('verify')}
      </Button>
      {outcome && (
        <Notice live tone={outcome.ok && outcome.value.ok ? 'ok' : 'danger'} className="py-1">
          {!outcome.ok
            ? errorText(all, outcome.error).detail
            : outcome.value.ok
              ? t('ok', { count: outcome.value.checked })
              : outcome.value.brokenAt
                ? t('broken', { at: outcome.value.brokenAt })
                : t('wrongAnchor', { day: outcome.value.wrongAnchor ?? '' })}
        </Notice>
      )}
    </div>
  )
}

'use client'
import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { useState, useTransition } from 'react'
import { Button } from '@/components/ui/button'
import { toast } from '@/components/ui/toast'
import { createClaimAction } from '@/lib/guarantees/claim-actions'
import { errorText } from '@/lib/platform/i18n/error-text'
import type { Translate } from '@/lib/platform/i18n/translator'

/** Raises the claim on the group's margin and opens it; a refusal says why not yet. */
export function ClaimButton({ loanId }: { loanId: string }) {
  const t = useTranslations()
  const router = useRouter()
  const [busy, start] = useTransition()
  const [refused, setRefused] = useState<string | null>(null)
  return (
    <>
      {refused && (
        <span role="alert" className="text-sm text-danger">
          {refused}
        </span>
      )}
      <Button
        tone="danger-quiet"
        busy={busy}
        onClick={() =>
          start(async () => {
            const r = await createClaimAction({ loanId })
            if (r.ok) router.push(`/claims/${r.value.id}`)
            else {
              const text = errorText(t as unknown as Translate, r.error)
              setRefused(text.detail || text.title)
              toast.error(text.title, { detail: text.detail })
            }
          })
        }
      >
        {t('servicing.page.claim')}
      </Button>
    </>
  )
}

'use client'
import { useRouter } from 'next/navigation'
import { useLocale, useTranslations } from 'next-intl'
import { useEffect, useState } from 'react'
import { Button } from '@/components/ui/button'
import { Card } from '@/components/ui/card'
import { Checkbox } from '@/components/ui/choice'
import { Notice } from '@/components/ui/notice'
import { toast } from '@/components/ui/toast'
import { scoreMarketAction } from '@/lib/markets/actions'
import type { AppError } from '@/lib/platform/errors'
import { errorText } from '@/lib/platform/i18n/error-text'
import { formatList } from '@/lib/platform/i18n/format'
import type { Translate } from '@/lib/platform/i18n/translator'

/** The signature: says what is still open, each with a way to it; what is signed cannot be changed. */
export function SurveySign({
  marketId,
  missing,
  names,
  settle,
  onOpen,
}: {
  marketId: string
  /** indicators without a value */
  missing: readonly string[]
  names: Readonly<Record<string, string>>
  /** sends what is not saved yet; false when that failed */
  settle: () => Promise<boolean>
  /** what the server found open, by item */
  onOpen: (fields: AppError['fields']) => void
}) {
  const t = useTranslations('markets.survey')
  const tAll = useTranslations() as unknown as Translate
  const locale = useLocale()
  const router = useRouter()
  const [confirmed, setConfirmed] = useState(false)
  const [accept, setAccept] = useState(false)
  const [busy, setBusy] = useState(false)
  const [refused, setRefused] = useState<AppError | null>(null)
  // the marks that the refusal puts at each item move the page: the list of them comes back into sight
  useEffect(() => {
    if (refused) document.getElementById('sign')?.scrollIntoView({ block: 'start' })
  }, [refused])
  const sign = async () => {
    setBusy(true)
    setRefused(null)
    try {
      if (!(await settle())) return setRefused({ code: 'E_UNAVAILABLE', status: 503, params: {}, fields: [] })
      const result = await scoreMarketAction({ marketId, confirm: true, acceptMissing: accept })
      if (!result.ok) {
        setRefused(result.error)
        return onOpen(result.error.fields)
      }
      toast.ok(result.value.bothSigned ? t('bothSigned') : t('signedOnly'))
      if (result.value.bothSigned) router.push(`/markets/${marketId}?tab=survey`)
      else router.refresh()
    } catch {
      setRefused({ code: 'E_UNAVAILABLE', status: 503, params: {}, fields: [] })
    } finally {
      setBusy(false)
    }
  }
  const text = refused && errorText(tAll, refused)
  return (
    <Card title={t('signTitle')} description={t('signText')} id="sign" className="scroll-mt-44">
      {text && (
        <Notice tone="danger" live title={text.title} className="mb-3">
          <p>{text.detail}</p>
          {refused && refused.fields.length > 0 && (
            <ul className="mt-1.5 space-y-1">
              {refused.fields.map((f) => (
                <li key={`${f.path}:${f.code}`}>
                  <a href={`#item-${f.path}`} className="underline">
                    <span className="mr-1.5 font-mono text-xs">{f.path}</span>
                    {names[f.path] ?? ''}
                  </a>
                  <span className="ml-1.5">{errorText(tAll, f).title}</span>
                </li>
              ))}
            </ul>
          )}
        </Notice>
      )}
      {missing.length > 0 && (
        <Checkbox
          checked={accept}
          onChange={setAccept}
          label={t('acceptMissing', { count: missing.length, names: formatList(locale, missing) })}
        />
      )}
      <Checkbox checked={confirmed} onChange={setConfirmed} label={t('confirm')} />
      <div className="mt-3 flex max-sm:*:flex-1">
        <Button tone="primary" size="lg" disabled={!confirmed} busy={busy} onClick={() => void sign()}>
          {t('sign')}
        </Button>
      </div>
    </Card>
  )
}

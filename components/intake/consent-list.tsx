'use client'
import { useLocale, useTranslations } from 'next-intl'
import { useCallback, useEffect, useState } from 'react'
import { recordConsentAction, withdrawConsentAction } from '@/lib/intake/actions'
import type { consentList } from '@/lib/intake/consent-queries'
import type { Wire } from '@/lib/platform/wire'
import { Badge } from '../ui/badge'
import { Button } from '../ui/button'
import { DateField } from '../ui/date-field'
import { ReasonDialog } from '../ui/reason-dialog'
import { toast } from '../ui/toast'
import { CivilDate, Instant } from '../ui/when'

type Consent = Wire<Awaited<ReturnType<typeof consentList>>>['items'][number]
const TONE = { GIVEN: 'ok', EXPIRED: 'warn', WITHDRAWN: 'neutral' } as const

/** What a merchant has agreed to: for what, to whom, since when and on which paper; taken back with a reason. */
export function ConsentList({
  applicationId,
  rights,
}: {
  applicationId: string
  rights: { record: boolean; withdraw: boolean }
}) {
  const t = useTranslations('intake.consents')
  const kinds = useTranslations('scoring.consent')
  const locale = useLocale()
  const [items, setItems] = useState<Consent[] | null>(null)
  const load = useCallback(async () => {
    const answer = await fetch(`/api/v1/applications/${applicationId}/consents`, {
      headers: { 'accept-language': locale },
    }).catch(() => null)
    setItems(answer?.ok ? ((await answer.json()) as { items: Consent[] }).items : [])
  }, [applicationId, locale])
  useEffect(() => void load(), [load])
  if (items === null) return <p className="text-sm text-ink-2">{t('loading')}</p>
  return (
    <section aria-label={t('title')}>
      <h3 className="mb-2 font-semibold">{t('title')}</h3>
      {items.length === 0 && <p className="text-sm text-ink-2">{t('none')}</p>}
      {items.length > 0 && (
        <ul className="divide-y divide-line rounded-md border border-line bg-surface">
          {items.map((c) => (
            <li key={c.id} className="space-y-1 px-3 py-2">
              <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
                <span className="min-w-0 flex-1 font-medium">{kinds(c.kind as 'CREDIT_QUERY')}</span>
                <Badge tone={TONE[c.state as 'GIVEN']}>{t(`states.${c.state as 'GIVEN'}`)}</Badge>
                {c.state !== 'WITHDRAWN' && rights.withdraw && (
                  <ReasonDialog
                    trigger={
                      <Button size="sm" tone="quiet">
                        {t('withdraw')}
                      </Button>
                    }
                    title={`${t('withdraw')} · ${kinds(c.kind as 'CREDIT_QUERY')}`}
                    description={t('withdrawText')}
                    reasonLabel={t('reason')}
                    confirmLabel={t('withdraw')}
                    tone="danger"
                    action={(reason) => withdrawConsentAction({ consentId: c.id, reason })}
                    onDone={() => {
                      toast.ok(t('withdrawn'))
                      void load()
                    }}
                  />
                )}
              </div>
              <p className="text-sm text-ink-2">{t(`purposes.${c.kind as 'CREDIT_QUERY'}`)}</p>
              <p className="flex flex-wrap gap-x-3 gap-y-0.5 text-sm text-ink-2">
                <span>{t('receiver', { name: c.receiver })}</span>
                <span>
                  {t('given')} <Instant value={c.givenAt} />
                </span>
                {c.expiresOn && (
                  <span>
                    {t('until')} <CivilDate value={c.expiresOn} />
                  </span>
                )}
                {c.evidence && (
                  <a
                    href={`/api/files/${c.evidence.fileId}`}
                    target="_blank"
                    rel="noreferrer"
                    className="break-all text-accent underline-offset-3 hover:underline"
                  >
                    {c.evidence.name}
                  </a>
                )}
              </p>
              {c.withdrawnAt && (
                <p className="text-sm text-ink-2">
                  {t('takenBack')} <Instant value={c.withdrawnAt} /> {c.withdrawReason ?? t('withPaper')}
                </p>
              )}
              {c.state === 'GIVEN' && <SignedOn consent={c} editable={rights.record} onDone={load} />}
            </li>
          ))}
        </ul>
      )}
    </section>
  )
}

function SignedOn({ consent, editable, onDone }: { consent: Consent; editable: boolean; onDone: () => Promise<void> }) {
  const t = useTranslations('intake.consents')
  const [date, setDate] = useState(consent.signedOn ?? '')
  const [busy, setBusy] = useState(false)
  if (!editable)
    return consent.signedOn ? (
      <p className="text-sm text-ink-2">
        {t('signedOn')} <CivilDate value={consent.signedOn} />
      </p>
    ) : null
  return (
    <form
      className="flex flex-wrap items-center gap-2 text-sm"
      onSubmit={async (e) => {
        e.preventDefault()
        if (!date) return
        setBusy(true)
        const result = await recordConsentAction({ consentId: consent.id, signedOn: date }).finally(() =>
          setBusy(false),
        )
        if (result.ok) {
          toast.ok(t('recorded'))
          await onDone()
        } else toast.error(t('notRecorded'))
      }}
    >
      <span className="text-ink-2">{t('signedOn')}</span>
      <DateField aria-label={t('signedOn')} value={date} onChange={(next) => setDate(next ?? '')} className="w-40" />
      <Button type="submit" size="sm" busy={busy} disabled={!date || date === consent.signedOn}>
        {t('record')}
      </Button>
    </form>
  )
}

'use client'
import { useLocale, useTranslations } from 'next-intl'
import { openText } from '@/components/scoring/open-text'
import { Button } from '@/components/ui/button'
import { Percent } from '@/components/ui/money'
import { Notice } from '@/components/ui/notice'
import { ReasonDialog } from '@/components/ui/reason-dialog'
import { formatInstant } from '@/lib/platform/i18n/format'
import type { Translate } from '@/lib/platform/i18n/translator'
import { signInvestigationsAction } from '@/lib/scoring/actions'
import type { CrossFlag } from '@/lib/scoring/rules/cross-checks'
import type { VisitSheet } from '@/lib/scoring/visit-queries'

export type SigningRole = 'RM' | 'EVALUATOR'

/** The figures against each other, what is open, and the two signatures. */
export function VisitSignatures({
  sheet,
  flags,
  canSign,
  unsent,
  onSigned,
}: {
  sheet: VisitSheet
  flags: readonly CrossFlag[]
  canSign: readonly SigningRole[]
  /** something is still on the phone: what would be signed is not what the bank has */
  unsent: boolean
  onSigned: () => void
}) {
  const t = useTranslations('scoring.visit')
  const all = useTranslations() as unknown as Translate
  const locale = useLocale()
  const { open } = sheet.sheet
  const people = [
    ['RM', sheet.rm],
    ['EVALUATOR', sheet.evaluator],
  ] as const
  return (
    <div className="space-y-3">
      {flags.length === 0 ? (
        <Notice tone="ok">{t('flagsNone')}</Notice>
      ) : (
        <Notice tone="warn" title={all('scoring.flags.title')}>
          <ul className="list-disc pl-4">
            {flags.map((f) => (
              <li key={f.code}>
                {all(`scoring.flags.${f.code}`)} (<Percent value={f.foundPpm} />, {all('scoring.flags.line')}{' '}
                <Percent value={f.linePpm} />)
              </li>
            ))}
          </ul>
        </Notice>
      )}
      {open.length > 0 && <Notice title={t('openTitle')}>{openText(all, locale, open)}</Notice>}
      <ul className="divide-y divide-line">
        {people.map(([role, person]) => (
          <li key={role} className="flex flex-wrap items-center justify-between gap-2 py-2">
            <span className="text-sm">
              <span className="mr-2 font-medium">{all(`scoring.role.${role}`)}</span>
              {person.signedAt
                ? t('signed', { name: person.name ?? '', day: formatInstant(person.signedAt) })
                : t('unsigned', { name: person.name ?? '—' })}
            </span>
            {!person.signedAt && canSign.includes(role) && (
              <ReasonDialog
                trigger={
                  <Button tone="primary" disabled={unsent || open.length > 0}>
                    {t('sign', { as: all(`scoring.role.${role}`) })}
                  </Button>
                }
                title={t('signTitle')}
                description={t('signDetail')}
                confirmLabel={t('sign', { as: all(`scoring.role.${role}`) })}
                reason="none"
                action={() =>
                  signInvestigationsAction({ batchId: sheet.batchId, applicationIds: [sheet.id], as: role })
                }
                onDone={onSigned}
              />
            )}
          </li>
        ))}
      </ul>
      {unsent && canSign.length > 0 && <p className="text-sm text-warn">{t('unsent')}</p>}
    </div>
  )
}

'use client'
import { CloudOff, CloudUpload } from 'lucide-react'
import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { useMemo, useState } from 'react'
import { Button } from '@/components/ui/button'
import { Card } from '@/components/ui/card'
import { cn } from '@/components/ui/cn'
import { Notice } from '@/components/ui/notice'
import { errorText } from '@/lib/platform/i18n/error-text'
import type { Translate } from '@/lib/platform/i18n/translator'
import { sheetFigures } from '@/lib/scoring/sheet-figures'
import { visitResults } from '@/lib/scoring/visit'
import type { VisitSheet } from '@/lib/scoring/visit-queries'
import { EvaluatorView } from './evaluator-view'
import { mergePatch, type Patch } from './phone-store'
import { useVisit } from './use-visit'
import { VisitField } from './visit-fields'
import { BusinessPart, type Entry, FiguresPart, HouseholdPart, SourcesPart, StockPart } from './visit-parts'
import { VisitPhotos } from './visit-photos'
import { type SigningRole, VisitSignatures } from './visit-signatures'

const PARTS = ['place', 'business', 'sources', 'stock', 'household', 'figures', 'view', 'check'] as const

/** One visit, part by part, for one hand and a bad line: what is written is on the phone at once and at the bank later. */
export function VisitForm({
  login,
  sheet,
  working,
  roles,
}: {
  login: string
  sheet: VisitSheet
  working: boolean
  roles: SigningRole[]
}) {
  const t = useTranslations('scoring.visit')
  const all = useTranslations() as unknown as Translate
  const router = useRouter()
  const refresh = () => router.refresh()
  const kept = useVisit(login, sheet.id, sheet.version, refresh)
  const [typed, setTyped] = useState<Patch>({})
  const now = useMemo(() => {
    const patch = mergePatch(kept.restored ?? {}, typed)
    const visit = laid(sheet.sheet.visit, patch.visit)
    const entered = laid(sheet.sheet.financials, patch.financials)
    // what the bank will fill in from the visit once it arrives
    const follows = patch.visit && visitResults(visit, (entered.turnoverSources ?? {}) as Record<string, unknown>)
    const financials = laid(entered, follows?.financials)
    const household = laid(laid(sheet.sheet.household, patch.household), follows?.household)
    const figures = sheetFigures(sheet, { visit, financials, household })
    const { visitedOn, place, note } = { ...sheet.sheet, ...patch }
    return { visit, financials, household, figures, visitedOn, place, note }
  }, [sheet, kept.restored, typed])
  const readOnly = !working
  const entry: Entry = {
    ...now,
    readOnly,
    change: (patch) => {
      setTyped((before) => mergePatch(before, patch))
      kept.change(patch)
    },
  }
  const line = (key: 'place' | 'note') => (
    <VisitField
      kind="text"
      label={t(key)}
      value={now[key] ?? ''}
      disabled={readOnly}
      onChange={(v) => entry.change({ [key]: v })}
    />
  )
  const content: Record<(typeof PARTS)[number], React.ReactNode> = {
    place: (
      <div className="space-y-3">
        <div className="grid gap-2 sm:grid-cols-3">
          <div className="flex items-end gap-2">
            <VisitField
              className="flex-1"
              kind="date"
              label={t('visitedOn')}
              value={now.visitedOn ?? ''}
              disabled={readOnly}
              onChange={(v) => entry.change({ visitedOn: v })}
            />
            {!readOnly && now.visitedOn !== sheet.today && (
              <Button className="coarse:h-11" onClick={() => entry.change({ visitedOn: sheet.today })}>
                {t('today')}
              </Button>
            )}
          </div>
          {line('place')}
          <VisitField
            kind="text"
            label={t('interviewee')}
            value={now.visit.interviewee ?? ''}
            disabled={readOnly}
            onChange={(v) => entry.change({ visit: { interviewee: v } })}
          />
        </div>
        {line('note')}
        <VisitPhotos
          login={login}
          applicationId={sheet.id}
          readOnly={readOnly}
          photos={sheet.photos.map((p) => ({
            ...p,
            kind: all.has(`scoring.visit.photoKind.${p.kind}`) ? all(`scoring.visit.photoKind.${p.kind}`) : p.kind,
          }))}
          onChanged={refresh}
        />
      </div>
    ),
    business: <BusinessPart {...entry} />,
    sources: <SourcesPart {...entry} />,
    stock: <StockPart {...entry} />,
    household: <HouseholdPart {...entry} />,
    figures: <FiguresPart {...entry} />,
    view: (
      <EvaluatorView
        key={sheet.version}
        sheet={sheet}
        canAssess={working && roles.includes('EVALUATOR') && kept.state === 'saved'}
        onSaved={refresh}
      />
    ),
    check: (
      <VisitSignatures
        sheet={sheet}
        flags={now.figures.flags}
        canSign={working ? roles : []}
        unsent={kept.state !== 'saved'}
        onSigned={refresh}
      />
    ),
  }
  const refusal = kept.error && errorText(all, kept.error)
  return (
    <div className="space-y-4">
      <div className="no-print sticky top-13 z-10 -mx-1 space-y-1.5 rounded-b-lg border border-t-0 border-line bg-surface/95 px-3 py-2 backdrop-blur">
        {working && <SendMark state={kept.state} pending={kept.pending} onSend={() => void kept.send()} />}
        <nav aria-label={t('title')} data-scroll className="flex gap-1 overflow-x-auto text-sm whitespace-nowrap">
          {PARTS.map((part) => (
            <a
              key={part}
              href={`#visit-${part}`}
              className="inline-flex items-center rounded-sm border border-line bg-surface px-2.5 py-1 text-ink-2 hover:text-ink coarse:min-h-11"
            >
              {t(`part.${part}`)}
            </a>
          ))}
        </nav>
      </div>
      {kept.restored && kept.state !== 'saved' && <Notice>{t('restored')}</Notice>}
      {kept.error?.code === 'E_VERSION_CONFLICT' ? (
        <Notice
          tone="warn"
          live
          title={t('conflict')}
          action={
            <>
              <Button size="sm" onClick={() => void kept.drop()}>
                {t('useTheirs')}
              </Button>
              <Button size="sm" tone="primary" onClick={kept.overwrite}>
                {t('useMine')}
              </Button>
            </>
          }
        >
          {t('conflictDetail')}
        </Notice>
      ) : (
        refusal && (
          <Notice tone="danger" live title={refusal.title}>
            {refusal.detail}
          </Notice>
        )
      )}
      {PARTS.map((part) => (
        <Card key={part} id={`visit-${part}`} className="scroll-mt-40" title={t(`part.${part}`)}>
          {content[part]}
        </Card>
      ))}
    </div>
  )
}

/** Whether everything has arrived, always in sight. */
function SendMark({
  state,
  pending,
  onSend,
}: {
  state: 'saved' | 'waiting' | 'saving' | 'offline' | 'refused'
  pending: number
  onSend: () => void
}) {
  const t = useTranslations('scoring.visit.save')
  const Icon = state === 'offline' ? CloudOff : CloudUpload
  return (
    <div
      className={cn(
        'flex min-h-8 items-center justify-between gap-3 text-sm',
        state === 'refused' ? 'text-danger' : state === 'saved' ? 'text-ink-2' : 'text-ink',
      )}
    >
      <span aria-live="polite" className="flex min-w-0 items-center gap-2">
        <Icon aria-hidden className="size-4 shrink-0" />
        {t(state, { count: pending })}
      </span>
      {state !== 'saved' && state !== 'saving' && (
        <Button size="sm" onClick={onSend}>
          {t('retry')}
        </Button>
      )}
    </div>
  )
}

/** Fields laid over the stored ones; null takes one back. */
function laid<T extends object>(before: T, given: object | undefined): T {
  return Object.fromEntries(
    Object.entries({ ...before, ...given }).filter(([, v]) => v !== null && v !== '' && v !== undefined),
  ) as T
}

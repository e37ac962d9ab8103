'use client'
import { CheckCircle2, CloudOff, LoaderCircle, TriangleAlert } from 'lucide-react'
import { useLocale, useTranslations } from 'next-intl'
import { useMemo, useState } from 'react'
import { nameIn } from '@/components/scoring/names'
import { Button } from '@/components/ui/button'
import { Card } from '@/components/ui/card'
import { cn } from '@/components/ui/cn'
import { Notice } from '@/components/ui/notice'
import { Progress } from '@/components/ui/progress'
import { EVIDENCE_SOURCES } from '@/lib/evidence/sources'
import type { EntryProblem } from '@/lib/markets/rules/entry'
import type { AppError } from '@/lib/platform/errors'
import { errorText } from '@/lib/platform/i18n/error-text'
import { formatInstant } from '@/lib/platform/i18n/format'
import type { Translate } from '@/lib/platform/i18n/translator'
import type { MarketCard } from '@/lib/scoring/rules/card'
import { evidenceKindReader } from './evidence-kind'
import { type DeskProof, ItemEvidence } from './item-evidence'
import { SurveyIndicator } from './survey-indicator'
import { SurveySign } from './survey-sign'
import { SurveyVeto } from './survey-vetoes'
import { type EntryState, type SaveStatus, useEntry } from './use-entry'

export type SurveyFormProps = {
  marketId: string
  entryId: string
  version: number
  card: MarketCard
  state: EntryState
  computed: Record<string, string>
  openSheets: EntryProblem[]
  proofs: DeskProof[]
  signed: boolean
  openedOn: string | null
  me: string
}

/** The survey on a phone, held in one hand: dimension by dimension, saved as it is typed, signed at the end. */
export function SurveyForm(props: SurveyFormProps) {
  const { card, marketId, signed } = props
  const t = useTranslations('markets')
  const tAll = useTranslations() as unknown as Translate
  const locale = useLocale()
  const entry = useEntry(props)
  const [proofs, setProofs] = useState(props.proofs)
  const [open, setOpen] = useState<AppError['fields']>([])
  const filled = card.indicators.filter((i) => entry.computed[i.code] !== undefined).length
  const names = useMemo(
    () => Object.fromEntries([...card.indicators, ...card.vetoes].map((i) => [i.code, nameIn(locale, i)])),
    [card, locale],
  )
  const kindName = evidenceKindReader(tAll)
  const kindsOf = (own: readonly string[]) =>
    [...own, ...EVIDENCE_SOURCES].map((value) => ({ value, label: kindName(value) }))
  const evidence = (item: string, own: readonly string[]) => (
    <ItemEvidence
      marketId={marketId}
      item={item}
      label={names[item] ?? item}
      kinds={kindsOf(own)}
      proofs={proofs.filter((p) => p.item === item)}
      disabled={signed}
      me={props.me}
      onAdded={(p) => {
        setProofs((old) => [...old, p])
        setOpen((old) => old.filter((f) => !(f.path === item && f.code === 'E_EVIDENCE_MISSING')))
      }}
      onRemoved={(id) => setProofs((old) => old.filter((p) => p.id !== id))}
    />
  )
  const problemOf = (item: string) =>
    entry.openSheets.find((p) => p.item === item) ?? open.find((f) => f.path === item) ?? null
  const clear = (item: string) => setOpen((old) => old.filter((f) => f.path !== item))
  return (
    <div className="space-y-4">
      <div className="sticky top-13 z-10 -mx-1 rounded-b-lg border border-t-0 border-line bg-surface/95 px-3 py-2 backdrop-blur">
        <Progress
          label={t('survey.progress')}
          done={filled}
          total={card.indicators.length}
          state={filled === card.indicators.length ? 'done' : 'running'}
        />
        <div className="mt-1 flex flex-wrap items-center justify-between gap-x-4 text-sm">
          <span className="text-ink-2">{t('survey.proofs', { count: proofs.length })}</span>
          {!signed && <SaveMark status={entry.status} at={entry.savedAt} />}
        </div>
        <nav aria-label={t('survey.dimensions')} className="mt-1.5 flex gap-1.5 overflow-x-auto pb-0.5" data-scroll>
          {card.dimensions.map((d) => (
            <Chip key={d.code} href={`#dim-${d.code}`}>
              {nameIn(locale, d)}
            </Chip>
          ))}
          <Chip href="#vetoes">{t('survey.vetoes')}</Chip>
          {!signed && <Chip href="#sign">{t('survey.sign')}</Chip>}
        </nav>
      </div>
      {entry.status === 'conflict' && (
        <Notice
          tone="danger"
          live
          title={t('survey.conflict')}
          action={<Button onClick={() => location.reload()}>{t('survey.reload')}</Button>}
        >
          {t('survey.conflictText')}
        </Notice>
      )}
      {entry.status === 'refused' && entry.refused && (
        <Notice tone="danger" live title={errorText(tAll, entry.refused).title}>
          {errorText(tAll, entry.refused).detail}
        </Notice>
      )}
      {card.dimensions.map((d) => (
        <Card key={d.code} id={`dim-${d.code}`} title={nameIn(locale, d)} flush className="scroll-mt-44">
          {card.indicators
            .filter((i) => i.dimension === d.code)
            .map((indicator) => {
              const { code } = indicator
              return (
                <SurveyIndicator
                  key={code}
                  indicator={indicator}
                  value={entry.state.values[code]}
                  computed={entry.computed[code]}
                  source={entry.state.sources[code]}
                  disabled={signed}
                  openedOn={props.openedOn}
                  problem={problemOf(code)}
                  onValue={(value) => {
                    clear(code)
                    entry.change({ values: { [code]: value } })
                  }}
                  onSheet={(sheet) => {
                    clear(code)
                    entry.change({ sheets: { [code]: sheet } })
                  }}
                  onNote={(note) => entry.change({ notes: { [code]: note } })}
                >
                  {indicator.derivedFrom.length === 0 && evidence(code, indicator.evidence)}
                </SurveyIndicator>
              )
            })}
        </Card>
      ))}
      <Card id="vetoes" title={t('survey.vetoes')} description={t('survey.vetoesText')} flush className="scroll-mt-44">
        {card.vetoes.map((veto) => {
          const problem = open.find((f) => f.path === veto.code)
          return (
            <SurveyVeto
              key={veto.code}
              veto={veto}
              answer={entry.state.vetoes[veto.code]}
              disabled={signed}
              problem={problem ? errorText(tAll, problem).title : null}
              onAnswer={(answer) => {
                clear(veto.code)
                entry.change({ vetoes: { [veto.code]: answer } })
              }}
            >
              {evidence(veto.code, [])}
            </SurveyVeto>
          )
        })}
      </Card>
      {!signed && (
        <SurveySign
          marketId={marketId}
          missing={card.indicators.filter((i) => entry.computed[i.code] === undefined).map((i) => i.code)}
          names={names}
          settle={entry.settle}
          onOpen={setOpen}
        />
      )}
    </div>
  )
}

function Chip({ href, children }: { href: string; children: React.ReactNode }) {
  return (
    <a
      href={href}
      className="inline-flex min-h-7 items-center rounded-full border border-line-2 bg-raised px-2.5 text-xs whitespace-nowrap hover:bg-hover coarse:min-h-9"
    >
      {children}
    </a>
  )
}

function SaveMark({ status, at }: { status: SaveStatus; at: Date | null }) {
  const t = useTranslations('markets.survey.status')
  const Icon =
    status === 'offline'
      ? CloudOff
      : status === 'conflict' || status === 'refused'
        ? TriangleAlert
        : status === 'saved'
          ? CheckCircle2
          : LoaderCircle
  return (
    <span
      role="status"
      className={cn(
        'inline-flex items-center gap-1.5',
        status === 'saved'
          ? 'text-ink-2'
          : status === 'offline'
            ? 'text-warn'
            : status === 'conflict' || status === 'refused'
              ? 'text-danger'
              : 'text-ink-2',
      )}
    >
      <Icon aria-hidden className="size-4" />
      {status === 'saved' && at ? t('savedAt', { time: formatInstant(at).slice(11) }) : t(status)}
    </span>
  )
}

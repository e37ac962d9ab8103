'use client'
import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { parseAsString, useQueryState } from 'nuqs'
import { useEffect, useMemo, useRef, useState } from 'react'
import { Button } from '@/components/ui/button'
import { Card as Panel } from '@/components/ui/card'
import { Notice } from '@/components/ui/notice'
import { ReasonDialog } from '@/components/ui/reason-dialog'
import { type Shortcut, useShortcuts } from '@/components/ui/shortcuts'
import { Tabs } from '@/components/ui/tabs'
import { toast } from '@/components/ui/toast'
import { UnsavedGuard } from '@/components/ui/unsaved-guard'
import { errorText } from '@/lib/platform/i18n/error-text'
import type { Translate } from '@/lib/platform/i18n/translator'
import { submitCardDraftAction, withdrawCardDraftAction } from '@/lib/scoring/card-actions'
import type { Card } from '@/lib/scoring/rules/card'
import { cardChanges } from '@/lib/scoring/rules/card-diff'
import type { CardProblem } from '@/lib/scoring/rules/publish'
import { CardBasics, type ScopeChoices } from './card-basics'
import { CardChangeList } from './card-change-list'
import { GradeTables } from './grade-tables'
import { IndicatorForm } from './indicator-form'
import { IndicatorList } from './indicator-list'
import { type EditorProblem, ProblemList } from './problem-list'
import { type DraftView, useCardDraft } from './use-card-draft'
import { VetoTable } from './veto-table'

const TAB_OF: Record<string, string> = {
  indicators: 'indicators',
  grades: 'grades',
  thresholds: 'grades',
  vetoes: 'vetoes',
}

/** A draft as it is worked on: bins, weights, grades and vetoes, with what is still wrong beside them at every key. */
export function CardEditor({
  initial,
  base,
  choices,
  today,
  readOnly,
  scopeProblems,
}: {
  initial: DraftView
  base: Card | null
  choices: ScopeChoices
  today: string
  readOnly: boolean
  /** problems that only the server knows: other cards of the same scope */
  scopeProblems: readonly CardProblem[]
}) {
  const t = useTranslations('scorecards.editor')
  const all = useTranslations() as unknown as Translate
  const router = useRouter()
  const draft = useCardDraft(initial)
  const [, setTab] = useQueryState('tab', parseAsString.withOptions({ history: 'replace' }))
  const [selected, setSelected] = useState(0)
  const { card } = draft
  const indicator = card.indicators[selected] ?? card.indicators[0]
  const at = card.indicators[selected] ? selected : 0
  const wrong = useMemo(
    () => new Set(draft.problems.filter((p) => p.path.startsWith('indicators.')).map((p) => p.path.split('.')[1]!)),
    [draft.problems],
  )
  const problems = useMemo<EditorProblem[]>(
    () => [
      ...draft.problems,
      ...(draft.effectiveFrom ? [] : [{ code: 'E_REQUIRED', path: 'effectiveFrom' }]),
      ...(draft.note.trim() ? [] : [{ code: 'E_REQUIRED', path: 'note' }]),
      ...(draft.dirty ? [] : scopeProblems),
    ],
    [draft.problems, draft.effectiveFrom, draft.note, draft.dirty, scopeProblems],
  )
  const changes = useMemo(
    () => (base ? cardChanges(base, { ...card, effectiveFrom: base.effectiveFrom }) : []),
    [base, card],
  )
  const go = (p: EditorProblem) => {
    const [section = '', code] = p.path.split('.')
    void setTab(TAB_OF[section] ?? 'basics')
    const index = card.indicators.findIndex((i) => i.code === code)
    if (section === 'indicators' && index >= 0) setSelected(index)
  }
  const save = async () => {
    if (await draft.save()) {
      toast.ok(t('saved'))
      router.refresh()
      return true
    }
    return false
  }
  const latest = useRef(save)
  useEffect(() => {
    latest.current = save
  })
  const shortcuts = useMemo<Shortcut[]>(
    () => [
      {
        keys: '$mod+s',
        label: t('save'),
        whileTyping: true,
        run: (event) => {
          event.preventDefault()
          void latest.current()
        },
      },
    ],
    [t],
  )
  useShortcuts(t('keys'), shortcuts, !readOnly)
  const refusal = draft.error && errorText(all, draft.error)
  return (
    <div className="space-y-4">
      <UnsavedGuard when={draft.dirty} />
      <section
        aria-label={t('standing')}
        className="sticky top-13 z-20 flex flex-wrap items-start justify-between gap-3 rounded-lg border border-line bg-surface px-4 py-2.5 shadow-flat max-sm:static"
      >
        <div className="max-h-36 min-w-0 flex-1 overflow-y-auto">
          <ProblemList card={card} problems={problems} onGo={go} />
        </div>
        {!readOnly && (
          <div className="flex flex-wrap items-center gap-2">
            {draft.dirty && <span className="text-sm text-warn">{t('unsaved')}</span>}
            <Button busy={draft.saving} disabled={!draft.dirty} onClick={() => void save()}>
              {t('save')}
            </Button>
            <ReasonDialog
              trigger={
                <Button tone="primary" disabled={draft.dirty || problems.length > 0}>
                  {t('submit')}
                </Button>
              }
              title={t('submitTitle')}
              description={t('submitDetail')}
              confirmLabel={t('submit')}
              reason="none"
              action={() => submitCardDraftAction({ draftId: draft.id })}
              onDone={() => router.refresh()}
            />
            <ReasonDialog
              trigger={<Button tone="danger-quiet">{t('withdraw')}</Button>}
              title={t('withdrawTitle')}
              confirmLabel={t('withdraw')}
              tone="danger"
              action={(reason) => withdrawCardDraftAction({ draftId: draft.id, reason })}
              onDone={() => router.push('/scorecards')}
            />
          </div>
        )}
      </section>
      <div className="min-w-0">
        {refusal && (
          <Notice tone="danger" live className="mb-3" title={refusal.title}>
            {refusal.detail}
          </Notice>
        )}
        <Tabs
          param="tab"
          label={t('parts')}
          tabs={[
            {
              key: 'indicators',
              label: t('indicators'),
              count: card.indicators.length,
              content: (
                <div className="grid grid-cols-1 items-start gap-4 lg:grid-cols-[17rem_minmax(0,1fr)]">
                  <Panel>
                    <IndicatorList
                      card={card}
                      selected={at}
                      wrong={wrong}
                      readOnly={readOnly}
                      onSelect={setSelected}
                      onChange={draft.change}
                    />
                  </Panel>
                  {indicator && (
                    <Panel>
                      <IndicatorForm
                        key={`${at} ${indicator.type}`}
                        card={card}
                        indicator={indicator}
                        readOnly={readOnly}
                        onChange={(make) => draft.setIndicator(at, make)}
                      />
                    </Panel>
                  )}
                </div>
              ),
            },
            {
              key: 'grades',
              label: t('grades'),
              count: card.grades.length,
              content: (
                <Panel>
                  <GradeTables card={card} readOnly={readOnly} onChange={draft.change} />
                </Panel>
              ),
            },
            {
              key: 'vetoes',
              label: t('vetoes'),
              count: card.vetoes.length,
              content: (
                <Panel>
                  <VetoTable card={card} readOnly={readOnly} onChange={draft.change} />
                </Panel>
              ),
            },
            {
              key: 'basics',
              label: t('basics'),
              content: (
                <Panel>
                  <CardBasics draft={draft} choices={choices} today={today} readOnly={readOnly} />
                </Panel>
              ),
            },
            {
              key: 'changes',
              label: t('changes'),
              count: changes.length,
              content: (
                <Panel flush>
                  {base ? <CardChangeList changes={changes} /> : <p className="px-4 py-3 text-ink-2">{t('noBase')}</p>}
                </Panel>
              ),
            },
          ]}
        />
      </div>
    </div>
  )
}

'use client'
import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { Button } from '@/components/ui/button'
import type { Option } from '@/components/ui/choice'
import { ReasonDialog } from '@/components/ui/reason-dialog'
import {
  activateSchemeAction,
  addPartnerDocumentAction,
  addPartnerPersonAction,
  decideReviewAction,
  draftSchemeAction,
  exitPartnerAction,
  moveSchemeAction,
  proposeReviewAction,
  recordPartnerFiguresAction,
  stopPartnerAction,
  updatePartnerProfileAction,
} from '@/lib/partners/actions'
import {
  DOCUMENT_KINDS,
  LEGAL_FORMS,
  LIABILITY_TYPES,
  MODE_PARTNERS,
  type PartnerKind,
} from '@/lib/partners/rules/kinds'
import {
  AddDocument,
  AddPerson,
  DraftScheme,
  MARGIN_METHODS,
  PERSON_ROLES,
  ProposeReview,
  RecordFigures,
  UpdateProfile,
} from '@/lib/partners/schema'
import { FormDialog, type Question } from './form-dialog'

const FIGURES: Record<string, readonly [name: string, kind: 'money' | 'rate'][]> = {
  GUARANTOR: [
    ['netAssets', 'money'],
    ['guarantorInvestments', 'money'],
    ['smallBalance', 'money'],
    ['otherBalance', 'money'],
    ['compensated', 'money'],
    ['maturedGuarantees', 'money'],
  ],
  INSURER: [
    ['netAssets', 'money'],
    ['coreSolvency', 'rate'],
    ['comprehensiveSolvency', 'rate'],
    ['retainedBalance', 'money'],
    ['earnedPremium', 'money'],
    ['claims', 'money'],
  ],
  GOV_FUND: [['fundBalance', 'money']],
}
const OTHERS: readonly [string, 'money' | 'rate'][] = [
  ['netAssets', 'money'],
  ['totalAssets', 'money'],
  ['totalDebts', 'money'],
]

type Partner = { id: string; kind: PartnerKind; state: string; today: string }

/** What the keeper of partners records about one: profile, people, papers, figures. */
export function RecordActs({ partner, profile }: { partner: Partner; profile: Record<string, unknown> }) {
  const t = useTranslations('partners.book')
  const options = <T extends string>(
    group: 'legalForms' | 'personRoles' | 'documentKinds',
    values: readonly T[],
  ): Option[] => values.map((value) => ({ value, label: t(`${group}.${value}` as 'legalForms.COMPANY') }))
  const figures: Question[] = (FIGURES[partner.kind] ?? OTHERS).map(([name, kind]) => ({
    name: `figures.${name}`,
    label: t(`figure.${name as 'netAssets'}`),
    kind,
  }))
  return (
    <>
      <FormDialog
        label={t('editProfile')}
        title={t('editProfile')}
        wide
        schema={UpdateProfile}
        values={{ partyId: partner.id, ...profile }}
        action={updatePartnerProfileAction}
        questions={[
          {
            name: 'legalForm',
            label: t('legalForm'),
            kind: 'choice',
            options: options('legalForms', LEGAL_FORMS),
            required: true,
          },
          { name: 'licenceNo', label: t('licenceNo') },
          { name: 'licenceValidUntil', label: t('licenceValidUntil'), kind: 'date' },
          { name: 'establishedOn', label: t('establishedOn'), kind: 'date' },
          { name: 'paidInCapital', label: t('paidInCapital'), kind: 'money' },
          { name: 'governmentBacked', label: t('governmentBacked'), kind: 'flag' },
          { name: 'mainlySmallOrAgri', label: t('mainlySmallOrAgri'), kind: 'flag' },
          { name: 'listedInPlan', label: t('listedInPlan'), kind: 'flag' },
        ]}
      />
      <FormDialog
        label={t('addFigures')}
        title={t('addFigures')}
        wide
        schema={RecordFigures}
        values={{ partyId: partner.id, asOf: '', audited: false, figures: {} }}
        action={recordPartnerFiguresAction}
        questions={[
          { name: 'asOf', label: t('asOf'), kind: 'date', required: true },
          ...figures,
          { name: 'audited', label: t('audited'), kind: 'flag' },
        ]}
      />
      <FormDialog
        label={t('addPerson')}
        title={t('addPerson')}
        schema={AddPerson}
        values={{
          partyId: partner.id,
          role: 'LEGAL_REP',
          name: '',
          idNo: '',
          phone: '',
          share: '',
          since: partner.today,
        }}
        action={addPartnerPersonAction}
        questions={[
          {
            name: 'role',
            label: t('role'),
            kind: 'choice',
            options: options('personRoles', PERSON_ROLES),
            required: true,
          },
          { name: 'name', label: t('personName'), required: true },
          { name: 'idNo', label: t('idNo') },
          { name: 'phone', label: t('phone') },
          { name: 'share', label: t('share'), kind: 'rate' },
          { name: 'since', label: t('since'), kind: 'date', required: true },
        ]}
      />
      <FormDialog
        label={t('addDocument')}
        title={t('addDocument')}
        schema={AddDocument}
        values={{ partyId: partner.id, kind: 'BUSINESS_LICENCE', number: '', issuedOn: '', validUntil: '' }}
        action={addPartnerDocumentAction}
        questions={[
          {
            name: 'kind',
            label: t('documentKind'),
            kind: 'choice',
            options: options('documentKinds', DOCUMENT_KINDS),
            required: true,
          },
          { name: 'number', label: t('documentNo') },
          { name: 'issuedOn', label: t('issuedOn'), kind: 'date' },
          { name: 'validUntil', label: t('validUntil'), kind: 'date' },
        ]}
      />
    </>
  )
}

const FITTING: Record<string, readonly string[]> = {
  APPLYING: ['ADMIT', 'DECLINE'],
  ADMITTED: ['KEEP', 'WATCH', 'STOP'],
  WATCH: ['KEEP', 'WATCH', 'STOP'],
  STOPPED: ['KEEP', 'STOP'],
}

export function ReviewAct({ partner }: { partner: Partner }) {
  const t = useTranslations('partners.book')
  const fitting = FITTING[partner.state] ?? []
  if (fitting.length === 0) return null
  return (
    <FormDialog
      label={t('propose')}
      title={t('propose')}
      tone="primary"
      schema={ProposeReview}
      values={{ partyId: partner.id, recommendation: fitting[0], rating: '', opinion: '' }}
      action={proposeReviewAction}
      questions={[
        {
          name: 'recommendation',
          label: t('recommendationLabel'),
          kind: 'choice',
          options: fitting.map((value) => ({ value, label: t(`recommendation.${value as 'ADMIT'}`) })),
          required: true,
        },
        {
          name: 'rating',
          label: t('rating'),
          kind: 'choice',
          options: [
            { value: '', label: t('ratingKept') },
            ...['AAA', 'AA', 'A', 'BBB', 'BB', 'B', 'C'].map((value) => ({ value, label: value })),
          ],
        },
        { name: 'opinion', label: t('opinion'), kind: 'long', required: true },
      ]}
    />
  )
}

export function DecideActs({ reviewId }: { reviewId: string }) {
  const t = useTranslations('partners.book')
  const router = useRouter()
  return (
    <div className="flex flex-wrap justify-end gap-2">
      {([false, true] as const).map((agree) => (
        <ReasonDialog
          key={String(agree)}
          trigger={<Button tone={agree ? 'primary' : 'danger-quiet'}>{t(agree ? 'agree' : 'refuse')}</Button>}
          title={t(agree ? 'agree' : 'refuse')}
          description={t('decideHint')}
          confirmLabel={t(agree ? 'agree' : 'refuse')}
          tone={agree ? 'primary' : 'danger'}
          action={(decision) => decideReviewAction({ reviewId, agree, decision })}
          onDone={() => router.refresh()}
        />
      ))}
    </div>
  )
}

export function StandingActs({ partner, events }: { partner: Partner; events: string[] }) {
  const t = useTranslations('partners.book')
  const router = useRouter()
  return (
    <>
      {events.includes('stop') && (
        <ReasonDialog
          trigger={<Button tone="danger-quiet">{t('stopNow')}</Button>}
          title={t('stopNow')}
          description={t('stopHint')}
          confirmLabel={t('stopNow')}
          tone="danger"
          action={(reason) => stopPartnerAction({ partyId: partner.id, reason })}
          onDone={() => router.refresh()}
        />
      )}
      {events.includes('exit') && (
        <ReasonDialog
          trigger={<Button tone="danger-quiet">{t('exit')}</Button>}
          title={t('exit')}
          description={t('exitHint')}
          confirmLabel={t('exit')}
          tone="danger"
          action={(reason) => exitPartnerAction({ partyId: partner.id, reason })}
          onDone={() => router.refresh()}
        />
      )}
    </>
  )
}

const LIABILITY_OF: Record<string, string> = {
  GUARANTOR: 'GUARANTEE',
  INSURER: 'INSURANCE',
  INSURANCE_POOL: 'INSURANCE',
  GOV_FUND: 'FUND_LIMITED',
}

export function SchemeDraft({
  partner,
  markets,
  terms,
}: {
  partner: Partner
  markets: Option[]
  terms: Record<string, string>
}) {
  const t = useTranslations('partners.book')
  const modes = useTranslations('batches.modes')
  const fitting = Object.entries(MODE_PARTNERS).filter(([, kinds]) => kinds.includes(partner.kind))
  if (fitting.length === 0) return null
  return (
    <FormDialog
      label={t('draftScheme')}
      title={t('draftScheme')}
      tone="primary"
      wide
      schema={DraftScheme}
      values={{
        partyId: partner.id,
        marketId: markets[0]?.value ?? '',
        mode: fitting[0]![0],
        terms: {
          coopTermMonths: '12',
          compensationGraceDays: '30',
          leverageMultiple: '10',
          marginMethod: 'BY_BALANCE',
          startsOn: partner.today,
          liability: LIABILITY_OF[partner.kind] ?? 'UNDERTAKING',
          ...terms,
        },
      }}
      action={draftSchemeAction}
      questions={[
        { name: 'marketId', label: t('market'), kind: 'choice', options: markets, required: true },
        {
          name: 'mode',
          label: t('mode'),
          kind: 'choice',
          options: fitting.map(([value]) => ({ value, label: modes(value as 'GC') })),
          required: true,
        },
        { name: 'terms.totalCoopLimit', label: t('term.totalCoopLimitFen'), kind: 'money', required: true },
        { name: 'terms.generalGuaranteeLimit', label: t('term.generalGuaranteeLimitFen'), kind: 'money' },
        { name: 'terms.singleClientLimit', label: t('term.singleClientLimitFen'), kind: 'money', required: true },
        { name: 'terms.singleDealLimit', label: t('term.singleDealLimitFen'), kind: 'money' },
        { name: 'terms.startsOn', label: t('term.startsOn'), kind: 'date', required: true },
        { name: 'terms.coopTermMonths', label: t('term.coopTermMonths'), kind: 'number', required: true },
        { name: 'terms.compensation', label: t('term.compensationPpm'), kind: 'rate' },
        { name: 'terms.compensationGraceDays', label: t('term.compensationGraceDays'), kind: 'number' },
        { name: 'terms.leverageMultiple', label: t('term.leverageMultiple'), kind: 'number' },
        {
          name: 'terms.liability',
          label: t('liabilityLabel'),
          kind: 'choice',
          options: LIABILITY_TYPES.map((value) => ({ value, label: t(`liability.${value}`) })),
          required: true,
        },
        {
          name: 'terms.marginMethod',
          label: t('term.marginMethod'),
          kind: 'choice',
          options: MARGIN_METHODS.map((value) => ({ value, label: t(`marginMethod.${value}`) })),
        },
        { name: 'terms.marginRatio', label: t('term.marginRatioPpm'), kind: 'rate' },
        { name: 'terms.prepaidMargin', label: t('term.prepaidMarginFen'), kind: 'money' },
        { name: 'terms.marginAccountNo', label: t('term.marginAccountNo') },
      ]}
    />
  )
}

const EVENTS = ['activate', 'stop', 'resume', 'end', 'discard'] as const

export function SchemeActs({ schemeId, events }: { schemeId: string; events: string[] }) {
  const t = useTranslations('partners.book')
  const router = useRouter()
  return (
    <div className="flex flex-wrap justify-end gap-2">
      {EVENTS.filter((e) => events.includes(e)).map((e) => (
        <ReasonDialog
          key={e}
          trigger={
            <Button size="sm" tone={e === 'activate' || e === 'resume' ? 'primary' : 'danger-quiet'}>
              {t(`schemeEvent.${e}`)}
            </Button>
          }
          title={t(`schemeEvent.${e}`)}
          description={t(`schemeEventHint.${e}`)}
          confirmLabel={t(`schemeEvent.${e}`)}
          tone={e === 'activate' || e === 'resume' ? 'primary' : 'danger'}
          reason={e === 'activate' ? 'none' : 'required'}
          action={async (reason) => {
            const done =
              e === 'activate'
                ? await activateSchemeAction({ schemeId })
                : await moveSchemeAction({ schemeId, event: e, reason })
            return done.ok ? { ok: true as const, value: done.value.id } : done
          }}
          onDone={() => router.refresh()}
        />
      ))}
    </div>
  )
}

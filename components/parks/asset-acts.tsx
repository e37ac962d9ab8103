'use client'
import { useTranslations } from 'next-intl'
import { ActDialog } from '@/components/ui/act-dialog'
import {
  certifyStageAction,
  insureParkAssetAction,
  mortgageParkAssetAction,
  planStageAction,
  recordParkAssetAction,
  registerParkAssetAction,
  revalueParkAssetAction,
} from '@/lib/parks/actions'
import { PARK_ASSETS, STAGED } from '@/lib/parks/rules'

type May = { record: boolean; value: boolean; register: boolean; custody: boolean; certify: boolean }

/** A new asset of a borrower that has none yet. */
export function NewAsset({ applicants }: { applicants: readonly { value: string; label: string }[] }) {
  const t = useTranslations('parks')
  return (
    <ActDialog
      label={t('record')}
      size="md"
      tone="primary"
      description={t('recordHint')}
      fields={[
        { name: 'applicationId', label: t('borrower'), kind: 'choice', options: [...applicants], required: true },
        {
          name: 'type',
          label: t('type'),
          kind: 'choice',
          options: PARK_ASSETS.map((value) => ({ value, label: t(`types.${value}`) })),
          required: true,
          value: 'PLANT',
        },
        { name: 'description', label: t('description'), kind: 'text', required: true },
        { name: 'identityNo', label: t('identityNo'), kind: 'text', required: true, hint: t('identityHint') },
        { name: 'price', label: t('price'), kind: 'money', required: true },
        { name: 'appraised', label: t('appraised'), kind: 'money' },
        { name: 'appraisedOn', label: t('appraisedOn'), kind: 'date' },
        { name: 'downPayment', label: t('downPayment'), kind: 'money', required: true },
        { name: 'downPaymentRef', label: t('downPaymentRef'), kind: 'text', required: true },
        { name: 'seller', label: t('seller'), kind: 'text', required: true },
        { name: 'sellerAccount', label: t('sellerAccount'), kind: 'text', required: true },
        { name: 'contractNo', label: t('contractNo'), kind: 'text', required: true },
        { name: 'invoiceNo', label: t('invoiceNo'), kind: 'text' },
        { name: 'developerGuarantees', label: t('developerGuarantees'), kind: 'flag' },
      ]}
      action={recordParkAssetAction}
      done={t('recorded')}
    />
  )
}

/** What may be done with one asset, by whoever may. */
export function AssetActs({
  asset,
  may,
  today,
}: {
  asset: { id: string; state: string; type: string }
  may: May
  today: string
}) {
  const t = useTranslations('parks')
  const fixed = { assetId: asset.id }
  const open = asset.state === 'RECORDED' || asset.state === 'ADVANCE_REGISTERED'
  return (
    <div className="flex flex-wrap gap-2">
      {may.register && asset.state === 'RECORDED' && (
        <ActDialog
          label={t('register')}
          description={t('registerHint')}
          fixed={fixed}
          fields={[
            { name: 'registrationNo', label: t('registrationNo'), kind: 'text', required: true },
            { name: 'registeredOn', label: t('registeredOn'), kind: 'date', required: true, value: today },
          ]}
          action={registerParkAssetAction}
        />
      )}
      {may.custody && open && (
        <ActDialog
          label={t('mortgage')}
          description={t('mortgageHint')}
          fixed={fixed}
          fields={[
            { name: 'certificateNo', label: t('certificateNo'), kind: 'text', required: true },
            { name: 'inCustodyOn', label: t('inCustodyOn'), kind: 'date', required: true, value: today },
          ]}
          action={mortgageParkAssetAction}
        />
      )}
      {may.value && (
        <>
          <ActDialog
            label={t('revalue')}
            fixed={fixed}
            fields={[
              { name: 'appraised', label: t('appraised'), kind: 'money', required: true },
              { name: 'appraisedOn', label: t('appraisedOn'), kind: 'date', required: true, value: today },
            ]}
            action={revalueParkAssetAction}
          />
          <ActDialog
            label={t('insure')}
            fixed={fixed}
            fields={[
              { name: 'insuranceNo', label: t('insuranceNo'), kind: 'text', required: true },
              { name: 'insured', label: t('insured'), kind: 'money', required: true },
              { name: 'until', label: t('insuredUntil'), kind: 'date', required: true },
            ]}
            action={insureParkAssetAction}
          />
        </>
      )}
      {may.record && (STAGED as readonly string[]).includes(asset.type) && (
        <ActDialog
          label={t('planStage')}
          fixed={fixed}
          fields={[
            { name: 'name', label: t('stage'), kind: 'text', required: true },
            { name: 'amount', label: t('amount'), kind: 'money', required: true },
            { name: 'plannedOn', label: t('plannedOn'), kind: 'date', required: true },
          ]}
          action={planStageAction}
        />
      )}
    </div>
  )
}

/** The post-loan officer has seen that the stage is done. */
export function CertifyStage({ stageId, today }: { stageId: string; today: string }) {
  const t = useTranslations('parks')
  return (
    <ActDialog
      label={t('certify')}
      fixed={{ stageId }}
      fields={[
        { name: 'certificateNo', label: t('stageCertificate'), kind: 'text', required: true },
        { name: 'certifiedOn', label: t('certifiedOn'), kind: 'date', required: true, value: today },
      ]}
      action={certifyStageAction}
    />
  )
}

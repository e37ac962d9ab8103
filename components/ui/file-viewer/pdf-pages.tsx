'use client'
import { useTranslations } from 'next-intl'
import { Document, Page, pdfjs } from 'react-pdf'
import 'react-pdf/dist/Page/TextLayer.css'
import { Skeleton } from '../skeleton'

pdfjs.GlobalWorkerOptions.workerSrc = new URL('pdfjs-dist/build/pdf.worker.min.mjs', import.meta.url).toString()

const OPTIONS = {
  cMapUrl: '/vendor/pdfjs/cmaps/',
  standardFontDataUrl: '/vendor/pdfjs/standard_fonts/',
  wasmUrl: '/vendor/pdfjs/wasm/',
  iccUrl: '/vendor/pdfjs/iccs/',
}

/** One page of a PDF at a width in pixels. */
export default function PdfPages({
  href,
  page,
  width,
  rotation,
  onPages,
  onError,
}: {
  href: string
  page: number
  width: number
  rotation: number
  onPages: (pages: number) => void
  onError: () => void
}) {
  const t = useTranslations('ui.viewer')
  const loading = (
    <div role="status" aria-label={t('loading')} className="p-4">
      <Skeleton className="h-[60vh] w-full" />
    </div>
  )
  return (
    <Document
      file={href}
      options={OPTIONS}
      loading={loading}
      error={null}
      noData={null}
      suspense={false}
      onLoadSuccess={(pdf) => onPages(pdf.numPages)}
      onLoadError={onError}
      onSourceError={onError}
    >
      <Page
        pageNumber={page}
        width={width}
        rotate={rotation}
        loading={loading}
        renderAnnotationLayer={false}
        className="mx-auto w-fit shadow-float"
      />
    </Document>
  )
}

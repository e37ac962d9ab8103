'use client'
import {
  ChevronLeft,
  ChevronRight,
  Download,
  Maximize2,
  RotateCw,
  SkipBack,
  SkipForward,
  ZoomIn,
  ZoomOut,
} from 'lucide-react'
import dynamic from 'next/dynamic'
import { useTranslations } from 'next-intl'
import { type ComponentProps, useCallback, useEffect, useMemo, useRef, useState } from 'react'
import { Button, buttonClass } from '../button'
import { cn } from '../cn'
import { type Shortcut, useShortcuts } from '../shortcuts'
import { State } from '../state'
import { ImagePage } from './image-page'
import { PanFrame } from './pan-frame'

const PdfPages = dynamic(() => import('./pdf-pages'), { ssr: false })

export type ViewerFile = {
  id: string
  name: string
  /** media type; images and PDF are shown, the rest can be downloaded */
  type: string
  href: string
  /** when the download has an address of its own */
  downloadHref?: string
}

const MAX_ZOOM = 8

/**
 * Scans and PDFs as a checker reads them: zoom, turn, next page and next file by keys, beside a form or alone. Controlled
 * by `index` when the page keeps the place; else it keeps it itself.
 */
export function FileViewer({
  files,
  index,
  onIndexChange,
  keyboard = true,
  className,
}: {
  files: ViewerFile[]
  index?: number
  onIndexChange?: (index: number) => void
  keyboard?: boolean
  className?: string
}) {
  const t = useTranslations('ui.viewer')
  const [inner, setInner] = useState(0)
  const at = Math.min(Math.max(index ?? inner, 0), Math.max(files.length - 1, 0))
  const file = files[at]
  const [view, setView] = useState(START)
  const now = view.file === file?.id ? view : { ...START, file: file?.id ?? '' }
  const { zoom, rotation, page, pages, failed } = now
  const change = useCallback(
    (next: Partial<View> | ((v: View) => Partial<View>)) =>
      setView((old) => {
        const base = old.file === file?.id ? old : { ...START, file: file?.id ?? '' }
        return { ...base, ...(typeof next === 'function' ? next(base) : next) }
      }),
    [file?.id],
  )
  const frameRef = useRef<HTMLDivElement>(null)
  const frame = useSize(frameRef)

  const onZoom = useCallback(
    (factor: number) => change((v) => ({ zoom: Math.min(MAX_ZOOM, Math.max(1, v.zoom * factor)) })),
    [change],
  )
  const turn = useCallback(() => change((v) => ({ rotation: (v.rotation + 90) % 360 })), [change])
  const go = useCallback(
    (by: number) => {
      const to = Math.min(files.length - 1, Math.max(0, at + by))
      setInner(to)
      onIndexChange?.(to)
    },
    [at, files.length, onIndexChange],
  )
  const leaf = useCallback(
    (by: number) => {
      if (page + by < 1 || page + by > pages) return go(by)
      change({ page: page + by })
      frameRef.current?.scrollTo({ top: 0 })
    },
    [change, go, page, pages],
  )
  const shortcuts = useMemo<Shortcut[]>(
    () => [
      { keys: 'ArrowRight', label: t('next'), run: (e) => act(e, () => leaf(1)) },
      { keys: 'ArrowLeft', label: t('previous'), run: (e) => act(e, () => leaf(-1)) },
      { keys: ']', label: t('nextFile'), run: (e) => act(e, () => go(1)) },
      { keys: '[', label: t('previousFile'), run: (e) => act(e, () => go(-1)) },
      { keys: '[Shift]++', label: t('zoomIn'), run: (e) => act(e, () => onZoom(1.25)) },
      { keys: '-', label: t('zoomOut'), run: (e) => act(e, () => onZoom(0.8)) },
      { keys: '0', label: t('fit'), run: (e) => act(e, () => change({ zoom: 1 })) },
      { keys: 'Shift+R', label: t('rotate'), run: (e) => act(e, turn) },
    ],
    [t, leaf, go, onZoom, change, turn],
  )
  useShortcuts(t('keys'), shortcuts, keyboard && file !== undefined)

  if (!file) return <State kind="empty" title={t('none')} heading="p" className={className} />
  const pdf = file.type === 'application/pdf'
  const shownHere = pdf || /^image\/(png|jpe?g|webp|gif|bmp|avif)$/.test(file.type)
  const fail = () => change({ failed: true })
  return (
    <div
      className={cn(
        'flex min-h-80 min-w-0 flex-col overflow-hidden rounded-md border border-line bg-surface',
        className,
      )}
    >
      <div className="no-print flex flex-wrap items-center gap-x-3 gap-y-1 border-b border-line px-2 py-1">
        <span className="flex items-center">
          <Tool label={t('previousFile')} icon={SkipBack} disabled={at === 0} onClick={() => go(-1)} />
          <Tool label={t('nextFile')} icon={SkipForward} disabled={at === files.length - 1} onClick={() => go(1)} />
        </span>
        <span className="min-w-0 flex-1 truncate text-sm font-medium" title={file.name}>
          {file.name}
          {files.length > 1 && (
            <span className="ml-2 font-normal text-ink-2">
              {at + 1} / {files.length}
            </span>
          )}
        </span>
        {pdf && pages > 0 && (
          <span className="flex items-center text-sm text-ink-2">
            <Tool label={t('previous')} icon={ChevronLeft} disabled={page <= 1} onClick={() => leaf(-1)} />
            <span aria-live="polite" className="px-1 tabular-nums">
              {t('page', { page, pages })}
            </span>
            <Tool label={t('next')} icon={ChevronRight} disabled={page >= pages} onClick={() => leaf(1)} />
          </span>
        )}
        <span className="flex items-center">
          <Tool label={t('zoomOut')} icon={ZoomOut} disabled={zoom <= 1} onClick={() => onZoom(0.8)} />
          <span className="w-11 text-center text-xs text-ink-2 tabular-nums">{Math.round(zoom * 100)}%</span>
          <Tool label={t('zoomIn')} icon={ZoomIn} disabled={zoom >= MAX_ZOOM} onClick={() => onZoom(1.25)} />
          <Tool label={t('fit')} icon={Maximize2} onClick={() => change({ zoom: 1 })} />
          <Tool label={t('rotate')} icon={RotateCw} onClick={turn} />
          <a
            href={file.downloadHref ?? file.href}
            download={file.name}
            aria-label={t('download')}
            title={t('download')}
            className={buttonClass({ tone: 'quiet', size: 'sm', icon: true })}
          >
            <Download aria-hidden />
          </a>
        </span>
      </div>
      {failed || !shownHere ? (
        <State
          kind={failed ? 'error' : 'empty'}
          heading="p"
          title={t(failed ? 'failed' : 'unsupported')}
          detail={failed ? t('failedDetail') : undefined}
          action={
            <a href={file.downloadHref ?? file.href} download={file.name} className={buttonClass({})}>
              {t('download')}
            </a>
          }
        />
      ) : (
        <PanFrame
          frameRef={frameRef}
          label={t('label', { name: file.name })}
          onZoom={onZoom}
          className="flex min-h-0 flex-1 p-2"
        >
          {frame &&
            (pdf ? (
              <div className="m-auto" style={{ width: (frame.width - 24) * zoom }}>
                <PdfPages
                  key={file.id}
                  href={file.href}
                  page={page}
                  width={(frame.width - 24) * zoom}
                  rotation={rotation}
                  onPages={(n) => change({ pages: n })}
                  onError={fail}
                />
              </div>
            ) : (
              <ImagePage
                href={file.href}
                alt={file.name}
                frame={{ width: frame.width - 20, height: frame.height - 20 }}
                zoom={zoom}
                rotation={rotation}
                onError={fail}
              />
            ))}
        </PanFrame>
      )}
    </div>
  )
}

type View = { file: string; zoom: number; rotation: number; page: number; pages: number; failed: boolean }
const START: View = { file: '', zoom: 1, rotation: 0, page: 1, pages: 0, failed: false }

function act(event: KeyboardEvent, run: () => void) {
  event.preventDefault()
  run()
}

function Tool({
  label,
  icon: Icon,
  ...props
}: { label: string; icon: typeof ZoomIn } & Pick<ComponentProps<typeof Button>, 'disabled' | 'onClick'>) {
  return (
    <Button tone="quiet" size="sm" icon aria-label={label} title={label} {...props}>
      <Icon aria-hidden />
    </Button>
  )
}

/** Inner size of an element, kept up with; null before it is known. */
function useSize(ref: React.RefObject<HTMLElement | null>): { width: number; height: number } | null {
  const [size, setSize] = useState<{ width: number; height: number } | null>(null)
  useEffect(() => {
    const el = ref.current
    if (!el) return
    const watcher = new ResizeObserver(() => {
      const next = { width: el.offsetWidth, height: el.offsetHeight }
      setSize((old) => (old && old.width === next.width && old.height === next.height ? old : next))
    })
    watcher.observe(el)
    return () => watcher.disconnect()
  })
  return size
}

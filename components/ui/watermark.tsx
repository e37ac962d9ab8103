/**
 * Name, login and time over a page that shows personal data, so that a photograph of it can be traced. Repeats across
 * the box it stands in (make that `relative`), takes no clicks, is printed too, and is not read aloud.
 */
export function Watermark({ lines }: { lines: string[] }) {
  const text = lines
    .map((l, i) => `<text x="0" y="${i * 17}">${l.replace(/[<>&"']/g, (c) => `&#${c.charCodeAt(0)};`)}</text>`)
    .join('')
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="300" height="180"><g transform="translate(34 130) rotate(-24)" font-family="sans-serif" font-size="13" fill="#808080" fill-opacity="0.17">${text}</g></svg>`
  return (
    <div
      aria-hidden
      data-watermark
      className="pointer-events-none absolute inset-0 z-10 print:fixed"
      style={{ backgroundImage: `url("data:image/svg+xml,${encodeURIComponent(svg)}")` }}
    />
  )
}

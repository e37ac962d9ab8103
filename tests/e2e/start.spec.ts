import { expect, test } from '@playwright/test'

test('whoever opens the address of a fresh start sees where to sign in, and nothing that failed to load', async ({
  page,
}) => {
  const faults: string[] = []
  page.on('console', (message) => message.type() === 'error' && faults.push(message.text()))
  page.on('pageerror', (error) => faults.push(error.message))
  page.on('response', (response) => response.status() >= 400 && faults.push(`${response.status()} ${response.url()}`))
  await page.goto('/')
  await expect(page).toHaveURL(/sign-in/)
  await expect(page.locator('input[type=password]')).toBeVisible()
  await page.waitForLoadState('networkidle')
  expect(faults).toEqual([])
})

test('a started server can work: database, migrations and worker are well', async ({ request }) => {
  await expect.poll(async () => (await request.get('/api/ready')).status(), { timeout: 30_000 }).toBe(200)
})

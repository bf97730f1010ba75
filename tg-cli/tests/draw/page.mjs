// Opens a page in Chromium, does what a person would do, and checks what the person would see.
// node page.mjs SCENARIO PAGE CHROMIUM
import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { chromium } from 'playwright-core';

const [scenario, file, executablePath] = process.argv.slice(2);
const url = pathToFileURL(file).href;
const profile = await mkdtemp(join(tmpdir(), 'tg-page-'));
const context = await chromium.launchPersistentContext(profile, {
  executablePath,
  headless: true,
  viewport: { width: 1300, height: 850 },
  colorScheme: scenario === 'dark' ? 'dark' : 'light',
  reducedMotion: 'reduce',
  args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run',
    '--disable-background-networking', '--disable-component-update', '--disable-sync'],
});

const complaints = [];
const page = await context.newPage();
page.setDefaultTimeout(20000);
page.on('request', (request) => {
  const asked = request.url();
  if (asked !== url && !asked.startsWith('data:')) complaints.push('a request for ' + asked);
});
page.on('console', (message) => {
  if (['error', 'warning'].includes(message.type())) complaints.push(message.type() + ': ' + message.text());
});
page.on('pageerror', (error) => complaints.push('uncaught: ' + error.message));
page.on('dialog', (dialog) => {
  complaints.push('a dialog: ' + dialog.message());
  dialog.dismiss();
});

// ---- what a person sees and does ------------------------------------------------------------

const panel = page.locator('#panel');
const title = () => panel.locator('h2').innerText();
const rows = () => panel.locator('tbody tr').evaluateAll((rows) => rows.map((row) => [...row.cells].map((cell) => cell.innerText)));
const zoom = () => page.evaluate(() => schemaPicture.cy.zoom());
const pan = () => page.evaluate(() => schemaPicture.cy.pan());
// Where the middle of a box is on the screen.
const middle = (id) => page.evaluate((id) => {
  const corner = document.getElementById('graph').getBoundingClientRect();
  const { x, y } = schemaPicture.cy.getElementById(id).renderedPosition();
  return { x: corner.x + x, y: corner.y + y };
}, id);
const positions = () => page.evaluate(() => Object.fromEntries(schemaPicture.cy.nodes().map((it) => [it.id(), it.position()])));
const type = (name) => page.evaluate((name) => 't' + schemaPicture.schema.types.findIndex((it) => it.name === name), name);
const edge = (name) => page.evaluate((name) => {
  const { edges, hubs } = schemaPicture.schema;
  return 'h' + hubs.findIndex((hub) => edges[hub.edge].name === name);
}, name);
const click = async (id) => {
  const { x, y } = await middle(id);
  await page.mouse.click(x, y);
};
const drag = async (from, by) => {
  await page.mouse.move(from.x, from.y);
  await page.mouse.down();
  await page.mouse.move(from.x + by.x / 2, from.y + by.y / 2, { steps: 4 });
  await page.mouse.move(from.x + by.x, from.y + by.y, { steps: 4 });
  await page.mouse.up();
};
const near = (one, other, within = 1.5) => Math.abs(one - other) <= within;
// A place in the picture where nothing is.
const nowhere = async () => {
  const box = await page.locator('#graph').boundingBox();
  return { x: box.x + box.width - 12, y: box.y + box.height - 12 };
};

const scenarios = {
  async click() {
    await click(await type('Package'));
    assert.equal(await title(), 'Package');
    assert.deepEqual(await rows(), [
      ['id\nprimary id', 'STRING', ''],
      ['weight_kg', 'DOUBLE', ''], ['fragile', 'BOOL', ''], ['handling', 'SET<STRING>', ''],
      ['size', 'Size', ''], ['status', 'STRING', ''], ['due', 'DATETIME', ''],
    ]);
    assert.match(await panel.innerText(), /StoredAt to Depot/);
    const faded = (id) => page.evaluate((id) => schemaPicture.cy.getElementById(id).hasClass('faded'), id);
    assert.equal(await faded(await type('Driver')), true);
    assert.equal(await faded(await type('Depot')), false);

    await click(await edge('StoredAt'));
    assert.equal(await title(), 'StoredAt');
    const said = await panel.innerText();
    assert.match(said, /directed edge type/);
    assert.match(said, /Followed backwards as Holds/);
    assert.match(said, /Package\s*\u2192\s*Depot/);
    assert.deepEqual(await rows(), [['since', 'DATETIME', '']]);

    await click(await edge('Drove'));
    assert.deepEqual(await rows(), [['date\ndiscriminator', 'DATETIME', ''], ['km', 'UINT', '']]);
    await click(await edge('Road'));
    assert.match(await panel.innerText(), /undirected edge type/);
    await click(await type('Size'));
    assert.match(await panel.innerText(), /tuple/);
    assert.equal((await rows()).length, 3);

    const { x, y } = await nowhere();
    await page.mouse.click(x, y);
    assert.match(await panel.innerText(), /VERTEX TYPES/);
  },

  async drag() {
    const [depot, road] = [await type('Depot'), await edge('Road')];
    const before = await positions();
    const scale = await zoom();
    const start = await middle(depot);
    await drag(start, { x: 60, y: 120 });
    const after = await positions();
    assert.ok(near(after[depot].x - before[depot].x, 60 / scale), 'as far as the mouse went');
    assert.ok(near(after[depot].y - before[depot].y, 120 / scale), 'as far as the mouse went');
    for (const id of Object.keys(before).filter((it) => it !== depot)) assert.deepEqual(after[id], before[id]);
    const ends = await page.evaluate((road) => schemaPicture.cy.getElementById(road).connectedEdges().map((it) => {
      const [one, other] = [it.sourceEndpoint(), it.targetEndpoint()];
      return [one.x, one.y, other.x, other.y].every(Number.isFinite);
    }), road);
    assert.deepEqual(ends, [true, true]);

    const held = await pan();
    await drag(await nowhere(), { x: -80, y: -40 });
    const moved = await pan();
    assert.ok(near(moved.x - held.x, -80, 6) && near(moved.y - held.y, -40, 6), 'the paper follows the mouse');
    assert.deepEqual(await positions(), after);

    await page.click('#reset');
    assert.deepEqual(await positions(), before);

    // Below what it is joined with, a box has its lines at the top.
    const [from, to] = [await middle(road), await middle(depot)];
    await drag(from, { x: to.x - from.x, y: to.y - from.y + 130 });
    const met = await page.evaluate((road) => schemaPicture.cy.getElementById(road).connectedEdges().map((it) => {
      const end = it.source().id() === road ? it.sourceEndpoint() : it.targetEndpoint();
      const box = schemaPicture.cy.getElementById(road);
      return end.y - (box.position('y') - box.height() / 2);
    }), road);
    assert.ok(met.length === 2 && met.every((it) => near(it, 0)), met.join());
  },

  async zoom() {
    const whole = await zoom();
    const { x, y } = await middle(await type('Flight'));
    await page.mouse.move(x, y);
    // The library looks at the first few turns of a wheel to tell it from a trackpad.
    for (let turn = 0; turn < 8; turn += 1) await page.mouse.wheel(0, -120);
    await page.waitForFunction((whole) => schemaPicture.cy.zoom() > whole * 1.05, whole);
    const there = await middle(await type('Flight'));
    assert.ok(near(there.x, x, 4) && near(there.y, y, 4), 'what is under the mouse stays there');
    const closer = await zoom();
    await page.click('#in');
    assert.ok(await zoom() > closer);
    await page.click('#out');
    assert.ok(near(await zoom(), closer, 0.01));
    await page.click('#fit');
    assert.ok(near(await zoom(), whole, 0.01));
    const seen = await page.evaluate(() => {
      const { x1, y1, x2, y2 } = schemaPicture.cy.elements().renderedBoundingBox();
      const { cy } = schemaPicture;
      return x1 >= 0 && y1 >= 0 && x2 <= cy.width() && y2 <= cy.height();
    });
    assert.ok(seen, 'all of it is in sight');

    // With names only the boxes are smaller, and none lies on another in either picture.
    const height = () => page.evaluate(() => Math.max(...schemaPicture.cy.nodes().map((it) => it.height())));
    const tall = await height();
    const clear = () => page.evaluate(() => {
      const boxes = schemaPicture.cy.nodes().map((it) => it.boundingBox({ includeOverlays: false, includeLabels: false }));
      return boxes.every((one, index) => boxes.slice(index + 1).every((other) =>
        one.x2 <= other.x1 || other.x2 <= one.x1 || one.y2 <= other.y1 || other.y2 <= one.y1));
    });
    assert.ok(await clear());
    await page.click('#detail');
    assert.equal(await page.getAttribute('#detail', 'aria-pressed'), 'false');
    assert.ok(await height() < tall);
    assert.ok(await clear());
  },

  async keys() {
    const focused = () => page.evaluate(() => document.activeElement.id || document.activeElement.innerText);
    const seen = [];
    for (let step = 0; step < 9; step += 1) {
      await page.keyboard.press('Tab');
      seen.push(await focused());
    }
    assert.deepEqual(seen.slice(0, 7), ['search', 'detail', 'in', 'out', 'fit', 'reset', 'graph']);
    const first = await page.evaluate(() => schemaPicture.schema.types[0].name);
    assert.ok(seen.slice(7).includes(first), seen.join());

    await page.focus('#graph');
    const held = await pan();
    await page.keyboard.press('ArrowLeft');
    await page.keyboard.press('ArrowDown');
    const moved = await pan();
    assert.deepEqual([moved.x - held.x, moved.y - held.y], [60, -60]);
    const whole = await zoom();
    await page.keyboard.press('+');
    assert.ok(await zoom() > whole);
    await page.keyboard.press('f');
    assert.ok(near(await zoom(), whole, 0.01));

    await panel.getByRole('button', { name: 'StoredAt' }).press('Enter');
    assert.equal(await title(), 'StoredAt');
    await panel.getByRole('button', { name: 'Depot' }).press('Enter');
    assert.equal(await title(), 'Depot');
    assert.equal(await focused(), 'back');
    await page.keyboard.press('Escape');
    assert.match(await panel.innerText(), /VERTEX TYPES/);
  },

  async search() {
    await page.keyboard.press('/');
    await page.keyboard.type('delay');
    const found = () => panel.locator('.item').allInnerTexts();
    assert.deepEqual(await found(), ['Flight departure_delay_min, arrival_delay_min']);
    const faded = await page.evaluate(() => schemaPicture.cy.nodes('.faded').length);
    assert.equal(faded, 7);
    await page.keyboard.press('Enter');
    assert.equal(await title(), 'Flight');
    await page.fill('#search', 'arrivals');
    assert.deepEqual(await found(), ['ArrivesAt']);
    await page.fill('#search', 'no such thing');
    assert.match(await panel.innerText(), /Nothing is called so/);
    await page.keyboard.press('Escape');
    assert.equal((await found()).length, 8);
    assert.equal(await page.evaluate(() => schemaPicture.cy.nodes('.faded').length), 0);
  },

  async dark() {
    const looks = () => page.evaluate(() => {
      const { cy } = schemaPicture;
      return [getComputedStyle(document.body).backgroundColor, cy.edges()[0].style('line-color'),
        decodeURIComponent(cy.nodes()[0].style('background-image')).match(/--vertex:(#\w+)/)[1]];
    });
    assert.deepEqual(await looks(), ['rgb(20, 24, 29)', 'rgb(143,161,181)', '#24405e']);
    await page.emulateMedia({ colorScheme: 'light' });
    await page.waitForFunction(() => schemaPicture.cy.edges()[0].style('line-color') !== 'rgb(143,161,181)');
    assert.deepEqual(await looks(), ['rgb(255, 255, 255)', 'rgb(107,122,140)', '#d9e8f6']);
    await page.emulateMedia({ colorScheme: 'dark' });
  },

  async hostile() {
    const names = await page.evaluate(() => schemaPicture.schema.types.map((it) => it.name));
    const shown = await panel.locator('.item').evaluateAll((items) => items.map((item) => item.textContent));
    for (const name of names) assert.ok(shown.includes(name === '' ? '(no name)' : name), JSON.stringify(name));
    for (let index = 0; index < shown.length; index += 1) {
      await panel.locator('.item').nth(index).click();
      assert.equal(await panel.locator('h2').evaluate((it) => it.textContent), shown[index]);
      await page.click('#back');
    }
    assert.equal(await page.locator('script').count(), 4);

    // Each box is a picture that can be read, with and without the attributes.
    const broken = () => page.evaluate(async () => {
      const found = [];
      for (const node of schemaPicture.cy.nodes()) {
        const image = new Image();
        image.src = /data:[^"]*/.exec(node.style('background-image'))[0];
        await image.decode().catch(() => found.push(node.id()));
      }
      return found;
    });
    assert.deepEqual(await broken(), []);
    await page.click('#detail');
    assert.deepEqual(await broken(), []);
  },
};

// ---- do it ------------------------------------------------------------------------------------

try {
  await page.goto(url);
  await page.waitForFunction(() => window.schemaPicture !== undefined);
  await scenarios[scenario]();
  await page.screenshot({ path: scenario + '.png' });
  assert.deepEqual(complaints, []);
  console.log(scenario + ': as it should be');
} finally {
  await context.close();
  await rm(profile, { recursive: true, force: true });
}

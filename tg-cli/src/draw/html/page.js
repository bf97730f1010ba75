'use strict';
(() => {
  const read = (id) => JSON.parse(document.getElementById(id).textContent);
  const schema = read('schema');
  const rules = read('rules');
  const graph = document.getElementById('graph');
  const panel = document.getElementById('panel');
  const search = document.getElementById('search');
  const detail = document.getElementById('detail');
  const night = matchMedia('(prefers-color-scheme: dark)');
  const still = matchMedia('(prefers-reduced-motion: reduce)');

  // ---- the picture ------------------------------------------------------------------------

  // With many types the attributes are too small to be read at first.
  let picture = schema.types.length <= 16 ? schema.full : schema.names;

  const elements = [
    ...schema.types.map((_, index) => ({ group: 'nodes', data: { id: 't' + index, type: index } })),
    ...schema.hubs.map((hub, index) => ({ group: 'nodes', data: { id: 'h' + index, hub: index, edge: hub.edge } })),
  ];
  schema.hubs.forEach((hub, index) => {
    const line = (number, source, target, head) => elements.push({
      group: 'edges',
      data: { id: 'l' + index + '_' + number, hub: index, number, source, target, head, edge: hub.edge },
    });
    const directed = schema.edges[hub.edge].directed;
    hub.from.forEach((type, number) => line(number, 't' + type, 'h' + index, 'none'));
    hub.to.forEach((type, number) =>
      line(hub.from.length + number, 'h' + index, 't' + type, directed ? 'triangle' : 'none'));
  });

  const cy = cytoscape({
    container: graph,
    elements,
    layout: { name: 'preset' },
    minZoom: 0.05,
    maxZoom: 4,
    boxSelectionEnabled: false,
    selectionType: 'single',
    style: [],
  });

  const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

  function style() {
    cy.style([
      { selector: 'node', style: {
        shape: 'round-rectangle', 'background-opacity': 0, 'border-width': 0,
        width: (node) => place(node).width, height: (node) => place(node).height,
        'background-image': (node) => image(place(node)), 'background-fit': 'none',
        'background-width': '100%', 'background-height': '100%', 'background-clip': 'none',
        'background-image-smoothing': 'yes', 'overlay-opacity': 0,
        'outline-width': 0, 'outline-color': colour('--accent'), 'outline-offset': 2,
      } },
      { selector: 'edge', style: {
        'curve-style': 'unbundled-bezier', 'edge-distances': 'endpoints', width: 1.4,
        'line-color': colour('--line'), 'target-arrow-color': colour('--line'),
        'target-arrow-shape': 'data(head)', 'arrow-scale': 0.9, 'overlay-opacity': 0,
      } },
      { selector: '.faded', style: { opacity: 0.18 } },
      { selector: 'edge.near', style: {
        width: 2.6, 'line-color': colour('--accent'), 'target-arrow-color': colour('--accent'),
      } },
      { selector: 'node.near', style: { 'outline-width': 1.5 } },
      { selector: 'node.chosen', style: { 'outline-width': 3.5 } },
    ]);
    cy.edges().forEach(route);
  }

  function place(node) {
    const type = node.data('type');
    return type === undefined ? picture.hubs[node.data('hub')] : picture.types[type];
  }

  function image(box) {
    // The box is a picture of its own, which the colours of this page do not reach.
    const names = ['paper', 'ink', 'faint', 'line', 'edge', 'box', 'rim', 'vertex', 'local', 'outside', 'tuple'];
    const colours = names.map((name) => '--' + name + ':' + colour('--' + name)).join(';');
    const svg = '<svg xmlns="http://www.w3.org/2000/svg" width="' + (box.width + 2) + '" height="' + (box.height + 2) +
      '" viewBox="-1 -1 ' + (box.width + 2) + ' ' + (box.height + 2) + '"><style>svg{' + colours + '}' + rules +
      '</style>' + box.svg + '</svg>';
    return 'data:image/svg+xml;charset=utf-8,' + encodeURIComponent(svg);
  }

  // Puts everything where the layout has it.
  function arrange() {
    cy.batch(() => {
      cy.nodes().forEach((node) => {
        const { x, y } = place(node);
        node.position({ x, y });
        node.scratch('moved', false);
      });
      style();
    });
    fit();
  }

  // ---- lines ------------------------------------------------------------------------------

  // A line bends where the layout has bends, until one of its ends is moved: then it goes straight for
  // the other, level at both ends, or upright if one end is above the other.
  function route(edge) {
    const source = edge.source();
    const target = edge.target();
    const moved = source.scratch('moved') || target.scratch('moved');
    const { start, end, bends } = moved ? direct(source, target, edge) : planned(edge);
    const dx = end[0] - start[0];
    const dy = end[1] - start[1];
    const square = dx * dx + dy * dy || 1;
    // How far along the straight way a bend is, and its distance from it.
    const along = bends.map(([x, y]) => ((x - start[0]) * dx + (y - start[1]) * dy) / square);
    const across = bends.map(([x, y]) => ((y - start[1]) * dx - (x - start[0]) * dy) / Math.sqrt(square));
    const at = (node, [x, y]) => (x - node.position('x')) + 'px ' + (y - node.position('y')) + 'px';
    edge.style({
      'source-endpoint': at(source, start),
      'target-endpoint': at(target, end),
      'control-point-weights': along.length ? along : [0.5],
      'control-point-distances': across.length ? across : [0],
    });
  }

  const laid = (edge) => picture.lines[edge.data('hub')][edge.data('number')];

  function planned(edge) {
    const points = laid(edge);
    const bends = [];
    for (let index = 1; index + 1 < points.length; index += 2) {
      const [from, to] = [points[index], points[index + 1]];
      const middle = (from[0] + to[0]) / 2;
      bends.push([middle, from[1]], [middle, to[1]]);
    }
    return { start: points[0], end: points[points.length - 1], bends };
  }

  function direct(source, target, edge) {
    const points = laid(edge);
    const [from, to] = [source.position(), target.position()];
    const [one, other] = [place(source), place(target)];
    // Where the line met its side before, from -1 to 1, so that lines keep their order.
    const before = (box, point) => (point[1] - box.y) / (box.height / 2 || 1);
    const [first, last] = [before(one, points[0]), before(other, points[points.length - 1])];
    const across = Math.abs(to.x - from.x) - (one.width + other.width) / 2;
    const above = Math.abs(to.y - from.y) - (one.height + other.height) / 2;
    if (across < 24 && above > across) {
      const down = to.y >= from.y ? 1 : -1;
      const start = [from.x + first * one.width * 0.3, from.y + down * one.height / 2];
      const end = [to.x + last * other.width * 0.3, to.y - down * other.height / 2];
      const middle = (start[1] + end[1]) / 2;
      return { start, end, bends: [[start[0], middle], [end[0], middle]] };
    }
    const right = to.x >= from.x ? 1 : -1;
    const start = [from.x + right * one.width / 2, from.y + first * one.height / 2];
    const end = [to.x - right * other.width / 2, to.y + last * other.height / 2];
    const middle = (start[0] + end[0]) / 2;
    return { start, end, bends: [[middle, start[1]], [middle, end[1]]] };
  }

  cy.on('drag', 'node', (event) => {
    event.target.scratch('moved', true);
    event.target.connectedEdges().forEach(route);
  });

  // ---- looking ----------------------------------------------------------------------------

  function fit() {
    cy.resize();
    cy.fit(cy.elements(), 28);
    if (cy.zoom() > 1.25) {
      cy.zoom(1.25);
      cy.center(cy.elements());
    }
  }

  function zoom(factor) {
    const middle = { x: cy.width() / 2, y: cy.height() / 2 };
    cy.zoom({ level: cy.zoom() * factor, renderedPosition: middle });
  }

  // Brings what was chosen into sight, if it is not.
  function show(chosen) {
    const box = chosen.renderedBoundingBox();
    const seen = box.x1 >= 0 && box.y1 >= 0 && box.x2 <= cy.width() && box.y2 <= cy.height();
    if (seen || chosen.empty()) return;
    const centre = { center: { eles: chosen } };
    if (still.matches) cy.center(chosen);
    else cy.animate(centre, { duration: 200 });
  }

  // ---- choosing ---------------------------------------------------------------------------

  function choose(kind, index, focus) {
    const nodes = kind === 'type' ? cy.getElementById('t' + index) : cy.nodes().filter((it) => it.data('edge') === index);
    let near = nodes.connectedEdges();
    // From a vertex type to its edge types and on to the vertex types after them.
    if (kind === 'type') near = near.connectedNodes().filter((it) => it.data('hub') !== undefined).connectedEdges();
    near = near.union(near.connectedNodes());
    cy.batch(() => {
      cy.elements().removeClass('chosen near faded');
      cy.elements().difference(near.union(nodes)).addClass('faded');
      near.difference(nodes).addClass('near');
      nodes.addClass('chosen');
    });
    show(nodes);
    panel.replaceChildren(...(kind === 'type' ? aboutType(index) : aboutEdge(index)));
    panel.scrollTop = 0;
    if (focus) panel.querySelector('button')?.focus();
  }

  function chooseNone() {
    cy.elements().removeClass('chosen near faded');
    list();
  }

  cy.on('tap', 'node', (event) => {
    const type = event.target.data('type');
    if (type === undefined) choose('edge', event.target.data('edge'));
    else choose('type', type);
  });
  cy.on('tap', 'edge', (event) => choose('edge', event.target.data('edge')));
  cy.on('tap', (event) => { if (event.target === cy) chooseNone(); });
  cy.on('mouseover', 'node, edge', () => { graph.style.cursor = 'pointer'; });
  cy.on('mouseout', 'node, edge', () => { graph.style.cursor = ''; });

  // ---- the panel --------------------------------------------------------------------------

  // Text is set as text, always: names are not markup.
  function make(tag, attributes, ...children) {
    const made = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) {
      if (name === 'click') made.addEventListener('click', value);
      else made.setAttribute(name, value);
    }
    made.append(...children.filter((child) => child !== null));
    return made;
  }

  const named = (name) => name === '' ? '(no name)' : name;
  const link = (kind, index, more) => {
    const name = (kind === 'type' ? schema.types : schema.edges)[index].name;
    return make('li', {}, make('button', { class: 'item', type: 'button', click: () => choose(kind, index, true) },
      named(name), more ? make('span', { class: 'more' }, ' ' + more) : null));
  };
  const back = () => make('p', {}, make('button', { type: 'button', id: 'back', click: () => { chooseNone(); search.focus(); } }, 'All types'));
  const section = (title, items) => items.length ? [make('h3', {}, title), make('ul', {}, ...items)] : [];

  function table(rows) {
    if (!rows.length) return make('p', { class: 'kind' }, 'no attributes');
    const body = rows.map((row) => make('tr', {},
      make('td', { class: row.marks.some((mark) => /primary|discriminator/.test(mark)) ? 'key' : '' },
        named(row.name), ...row.marks.map((mark) => make('span', { class: 'mark' }, mark))),
      make('td', {}, row.ty),
      make('td', {}, row.default === null ? '' : row.default)));
    const head = ['Name', 'Type', 'Default'].map((name) => make('th', { scope: 'col' }, name));
    return make('table', {}, make('thead', {}, make('tr', {}, ...head)), make('tbody', {}, ...body));
  }

  const scopes = { global: '', local: ', local to this graph', outside: ', not in this graph' };

  function aboutType(index) {
    const type = schema.types[index];
    const edges = schema.edges.flatMap((edge, number) => {
      const out = edge.pairs.filter((pair) => pair[0] === index).map((pair) => pair[1]);
      const into = edge.pairs.filter((pair) => pair[1] === index).map((pair) => pair[0]);
      const names = (ends) => ends.length > 4 ? ends.length + ' types' : ends.map((end) => named(schema.types[end].name)).join(', ');
      const found = [];
      if (!edge.directed && (out.length || into.length)) {
        found.push(link('edge', number, 'with ' + names([...new Set([...out, ...into])])));
      } else {
        if (out.length) found.push(link('edge', number, 'to ' + names(out)));
        if (into.length) found.push(link('edge', number, 'from ' + names(into)));
      }
      return found;
    });
    return [
      back(),
      make('h2', {}, named(type.name)),
      make('p', { class: 'kind' }, type.kind + scopes[type.scope] + type.notes.map((note) => ', ' + note).join('')),
      make('h3', {}, type.kind === 'tuple' ? 'Fields' : 'Attributes'),
      table(type.rows),
      ...section('Edges', edges),
    ];
  }

  function aboutEdge(index) {
    const edge = schema.edges[index];
    const arrow = edge.directed ? ' \u2192 ' : ' \u2014 ';
    const pairs = edge.pairs.map(([from, to]) => {
      const button = (end) => make('button', { class: 'end', type: 'button', click: () => choose('type', end, true) }, named(schema.types[end].name));
      return make('li', {}, button(from), arrow, button(to));
    });
    return [
      back(),
      make('h2', {}, named(edge.name)),
      make('p', { class: 'kind' }, (edge.directed ? 'directed' : 'undirected') + ' edge type' + scopes[edge.scope]),
      edge.reverse === null ? null : make('p', {}, 'Followed backwards as ', make('strong', {}, named(edge.reverse))),
      make('h3', {}, pairs.length === 1 ? 'Joins' : 'Joins, in ' + pairs.length + ' pairs'),
      make('ul', {}, ...pairs),
      make('h3', {}, 'Attributes'),
      table(edge.rows),
    ].filter((it) => it !== null);
  }

  // All types, or those that the search finds: by their own name, or by that of an attribute.
  function list() {
    const query = search.value.trim().toLowerCase();
    const has = (text) => text !== null && text.toLowerCase().includes(query);
    const more = (thing) => {
      if (query === '' || has(thing.name) || (thing.reverse !== undefined && has(thing.reverse))) return '';
      const rows = thing.rows.filter((row) => has(row.name) || has(row.ty)).map((row) => row.name);
      return rows.length ? rows.slice(0, 3).join(', ') + (rows.length > 3 ? ', ...' : '') : null;
    };
    const found = (kind, things, is) => things
      .map((thing, index) => ({ index, thing, more: is(thing) ? more(thing) : null }))
      .filter((it) => it.more !== null);
    const links = (kind, found) => found.map((it) => link(kind, it.index, it.more));
    const vertices = found('type', schema.types, (type) => type.kind !== 'tuple');
    const tuples = found('type', schema.types, (type) => type.kind === 'tuple');
    const edges = found('edge', schema.edges, () => true);
    const none = vertices.length + tuples.length + edges.length === 0;
    panel.replaceChildren(
      ...(none ? [make('p', {}, 'Nothing is called so.')] : []),
      ...(query === '' ? [make('p', { class: 'kind' }, 'Click a type, here or in the picture. Drag boxes and the paper; zoom with the wheel.')] : []),
      ...section('Vertex types', links('type', vertices)),
      ...section('Edge types', links('edge', edges)),
      ...section('Tuples', links('type', tuples)),
      document.getElementById('about').content.cloneNode(true),
    );
    const types = new Set([...vertices, ...tuples].map((it) => it.index));
    const names = new Set(edges.map((it) => it.index));
    cy.batch(() => {
      cy.elements().removeClass('chosen near faded');
      if (query === '') return;
      cy.elements().addClass('faded');
      cy.nodes().filter((it) => it.data('type') === undefined ? names.has(it.data('edge')) : types.has(it.data('type'))).removeClass('faded');
    });
  }

  // ---- buttons and keys -------------------------------------------------------------------

  function toggle() {
    picture = picture === schema.full ? schema.names : schema.full;
    press();
    arrange();
  }
  const press = () => detail.setAttribute('aria-pressed', String(picture === schema.full));

  detail.addEventListener('click', toggle);
  document.getElementById('in').addEventListener('click', () => zoom(1.25));
  document.getElementById('out').addEventListener('click', () => zoom(0.8));
  document.getElementById('fit').addEventListener('click', fit);
  document.getElementById('reset').addEventListener('click', arrange);
  search.addEventListener('input', list);
  search.addEventListener('keydown', (event) => {
    if (event.key !== 'Enter') return;
    // Or the same key would press the button that has the focus then.
    event.preventDefault();
    panel.querySelector('.item')?.click();
  });

  const moves = { ArrowLeft: [60, 0], ArrowRight: [-60, 0], ArrowUp: [0, 60], ArrowDown: [0, -60] };
  const keys = { '+': () => zoom(1.25), '=': () => zoom(1.25), '-': () => zoom(0.8), f: fit, r: arrange, a: toggle };
  document.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === 'Escape') {
      search.value = '';
      chooseNone();
      return;
    }
    if (event.target === search) return;
    if (event.key === '/') {
      event.preventDefault();
      search.focus();
    } else if (event.target === graph && Object.hasOwn(moves, event.key)) {
      event.preventDefault();
      const [x, y] = moves[event.key];
      cy.panBy({ x, y });
    } else if (Object.hasOwn(keys, event.key)) {
      keys[event.key]();
    }
  });

  night.addEventListener('change', style);
  addEventListener('resize', () => cy.resize());

  press();
  list();
  arrange();
  // For tests and for the curious.
  window.schemaPicture = { cy, schema };
})();

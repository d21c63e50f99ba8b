// Drives Clarifai's own JavaScript client (npm clarifai 2.9.1) against the API at MAGPIE_API, and prints what it answered.
'use strict';

const Clarifai = require('clarifai');

const {MAGPIE_API: apiEndpoint, MAGPIE_API_KEY: apiKey, MAGPIE_IMAGES: images} = process.env;
const [red, nest, blue] = JSON.parse(images);
const app = new Clarifai.App({apiKey, apiEndpoint});
const ids = (response) => response.hits.map((hit) => hit.input.id);
const failure = (promise) => promise.then(() => null, (error) => ({http: error.response.status, code: error.response.data.status.code}));

async function main() {
  const said = {};
  const created = await app.inputs.create([
    {id: 'red', url: red, concepts: [{id: 'ferrari'}, {id: 'outdoors', value: false}], metadata: {foo: 'bar', deep: {er: 1}}, geo: {longitude: -30, latitude: 40}},
    {id: 'nest', url: nest, concepts: [{id: 'home', value: true}], metadata: {test: [1, 2, 3]}, geo: {longitude: -20, latitude: 42.05}},
    {id: 'blue/1', base64: blue, concepts: [{id: '的な'}]},
  ]);
  said.created = created.rawData.map((input) => [input.id, input.status.code, input.data.concepts.map((concept) => `${concept.id}=${concept.value}`)]);
  said.metadata = created[0].metadata;
  said.geo = created[0].geo.geoPoint;
  said.duplicate = await failure(app.inputs.create({id: 'red', url: nest}));
  said.duplicateUrl = await failure(app.inputs.create({url: red}));
  said.again = (await app.inputs.create({id: 'again', url: red, allowDuplicateUrl: true}))[0].id;
  said.listed = (await app.inputs.list({page: 1, perPage: 2})).rawData.length;
  said.listedNext = (await app.inputs.list({page: 2, perPage: 3})).rawData.length;
  said.got = (await app.inputs.get('blue/1')).id;
  said.unknown = await failure(app.inputs.get('nothing'));
  said.counts = (await app.inputs.getStatus()).counts;

  said.merged = (await app.inputs.mergeConcepts([{id: 'nest', concepts: [{id: 'tree'}, {id: 'car', value: false}]}])).rawData[0].data.concepts.length;
  said.overwritten = (await app.inputs.overwriteConcepts([{id: 'nest', concepts: [{id: 'tree'}, {id: 'home'}]}])).rawData[0].data.concepts.map((c) => c.id);
  said.removed = (await app.inputs.deleteConcepts([{id: 'nest', concepts: [{id: 'tree'}]}])).rawData[0].data.concepts.map((c) => c.id);
  said.updated = (await app.inputs.update({id: 'nest', metadata: {more: true}})).rawData[0].data.metadata;

  said.byConcept = ids(await app.inputs.search({concept: {id: 'ferrari'}}));
  said.byInputConcept = ids(await app.inputs.search({concept: {name: 'ferrari', type: 'input'}}));
  said.negated = ids(await app.inputs.search({concept: {id: 'ferrari', value: false}}));
  const byUrl = await app.inputs.search({input: {url: red}});
  said.byUrl = ids(byUrl);
  said.scores = byUrl.hits.map((hit) => hit.score);
  said.byBytes = ids(await app.inputs.search({input: {base64: blue}}))[0];
  said.byId = ids(await app.inputs.search({input: {id: 'nest'}}))[0];
  said.both = ids(await app.inputs.search([{input: {url: nest}}, {concept: {id: 'home'}}]))[0];
  said.filterUrl = ids(await app.inputs.search({input: {type: 'input', url: nest}}));
  said.filterId = ids(await app.inputs.search({input: {type: 'input', id: 'red'}}));
  said.filterMetadata = ids(await app.inputs.search([{input: {metadata: {foo: 'bar'}, type: 'input'}}]));
  said.filterBox = ids(await app.inputs.search({input: {geo: [{latitude: 41, longitude: -31}, {latitude: 43.05, longitude: -19}]}}));
  said.filterCircle = ids(await app.inputs.search({input: {geo: {longitude: -19, latitude: 43, type: 'withinKilometers', value: 300}}}));
  said.emptySearch = await failure(app.inputs.search([]));
  said.unknownConcept = await failure(app.inputs.search({concept: {id: 'no such concept'}}));

  const predicted = await app.models.predict(Clarifai.GENERAL_MODEL, [red, blue]);
  said.predicted = predicted.outputs.map((output) => [output.status.code, output.data.concepts.length, output.model.output_info.type]);
  said.maxConcepts = (await app.models.predict(Clarifai.GENERAL_MODEL, red, {maxConcepts: 3})).outputs[0].data.concepts.length;
  said.selected = (await app.models.predict(Clarifai.GENERAL_MODEL, red, {selectConcepts: [{name: 'photo'}]})).outputs[0].data.concepts.map((c) => c.name);
  said.language = (await app.models.predict(Clarifai.GENERAL_MODEL, red, {language: 'ja', selectConcepts: [{name: 'photo'}]})).outputs[0].data.concepts.map((c) => c.name);
  said.ownId = (await app.models.predict(Clarifai.GENERAL_MODEL, [{id: 'mine', url: red}])).outputs[0].input.id;
  said.colors = (await app.models.predict(Clarifai.COLOR_MODEL, red)).outputs[0].data.colors.map((color) => color.w3c.name);
  said.embedding = (await app.models.predict(Clarifai.GENERAL_EMBED_MODEL, red)).outputs[0].data.embeddings[0].num_dimensions;
  said.faces = await failure(app.models.predict(Clarifai.FACE_DETECT_MODEL, red));
  said.model = (await app.models.get(Clarifai.GENERAL_MODEL)).name;
  said.outputInfo = (await app.models.getOutputInfo(Clarifai.GENERAL_MODEL)).outputInfo.data.concepts.length > 20;
  said.versions = (await app.models.getVersions(Clarifai.GENERAL_MODEL)).model_versions[0].status.code;
  said.models = (await app.models.list()).rawData.length > 1;
  said.modelSearch = (await app.models.search('general-v1.3', 'concept'))[0].id;

  said.concepts = (await app.concepts.create(['porsche', {id: 'rr', name: 'Rolls Royce'}])).rawData.map((concept) => [concept.id, concept.name]);
  said.sameConcept = await failure(app.concepts.create('porsche'));
  said.concept = (await app.concepts.get('的な')).name;
  said.found = (await app.concepts.search('rolls*')).rawData.map((concept) => concept.id);
  said.foundInJapanese = (await app.concepts.search('写*', 'ja')).rawData.map((concept) => concept.name);
  said.renamed = (await app.concepts.update({id: 'rr', name: 'Rolls'}))[0].name;
  said.listedConcepts = (await app.concepts.list({page: 1, perPage: 3})).rawData.length;

  await app.inputs.delete('red');
  said.deleted = await failure(app.inputs.get('red'));
  said.gone = ids(await app.inputs.search({concept: {id: 'ferrari'}}));
  await app.inputs.delete(['nest']);
  await app.inputs.delete();
  said.left = (await app.inputs.list()).rawData.length;
  console.log(JSON.stringify(said));
}

main().catch((error) => {
  console.error(error.response ? JSON.stringify(error.response.data) : error);
  process.exit(1);
});

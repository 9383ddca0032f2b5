import type { JsonObject, JsonValue } from '@drayage/record-decoder';

import type { Dialect } from '../client/sink-database.js';
import { checkCharacters } from './encode-text.js';
import { type Encoder, notCastable, outOfRange } from './encoder.js';
import { readJson } from './read-json.js';
import { isList, stringifyJson } from './stringify-json.js';

const NUMBER = String.raw`([+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)`;
/** `POINT (9.7 47.4)`, `(9.7,47.4)`, `[9.7,47.4]` or `9.7,47.4`: longitude first in each. */
const POINTS = [
  new RegExp(String.raw`^\s*POINT\s*\(\s*${NUMBER}\s+${NUMBER}\s*\)\s*$`, 'i'),
  new RegExp(String.raw`^\s*\(\s*${NUMBER}\s*,\s*${NUMBER}\s*\)\s*$`),
  new RegExp(String.raw`^\s*\[\s*${NUMBER}\s*,\s*${NUMBER}\s*\]\s*$`),
  new RegExp(String.raw`^\s*${NUMBER}\s*,\s*${NUMBER}\s*$`),
];

/** Two numbers of any sensible length and the words around them; the patterns are slow on what is longer. */
const MAX_POINT_LENGTH = 1000;

const NOT_A_POINT = notCastable('The value is not a point: POINT (lon lat), (lon,lat), [lon,lat], or GeoJSON.');
const OFF_THE_GLOBE = outOfRange('The point has a longitude beyond 180 or a latitude beyond 90 degrees.');
const NOT_A_SHAPE = notCastable('The value is neither WKT nor a GeoJSON geometry.');

const WKT = /^\s*(?:POINT|LINESTRING|POLYGON|MULTIPOINT|MULTILINESTRING|MULTIPOLYGON|GEOMETRYCOLLECTION)\s*\(/i;
const WKT_END = /\)\s*$/;
const GEOJSON_TYPES: ReadonlySet<unknown> = new Set([
  'Point',
  'LineString',
  'Polygon',
  'MultiPoint',
  'MultiLineString',
  'MultiPolygon',
  'GeometryCollection',
]);

/** A point as raw JSON (`[lon,lat]`) on CrateDB, as `(lon,lat)` on PostgreSQL. */
export function geoPointEncoder(dialect: Dialect): Encoder {
  return (value) => {
    if (value === null) return null;
    const point = typeof value === 'string' ? pointOfText(value) : pointOfJson(value);
    if (point === undefined) return NOT_A_POINT;
    const [longitude, latitude] = point;
    if (dialect === 'postgresql') return `(${longitude},${latitude})`;
    if (Math.abs(longitude) > 180 || Math.abs(latitude) > 90) return OFF_THE_GLOBE;
    return `[${longitude},${latitude}]`;
  };
}

/** A shape as raw JSON on CrateDB (WKT in quotes, or GeoJSON), as the text itself on PostgreSQL. */
export function geoShapeEncoder(dialect: Dialect): Encoder {
  return (value) => {
    if (value === null) return null;
    if (typeof value === 'string' && isWkt(value)) return dialect === 'cratedb' ? JSON.stringify(value.trim()) : value;
    const json = typeof value === 'string' ? value : stringifyJson(value);
    return isGeometry(json) ? (checkCharacters(json, dialect) ?? json) : NOT_A_SHAPE;
  };
}

type Point = readonly [longitude: number, latitude: number];

function pointOfText(text: string): Point | undefined {
  if (text.length > MAX_POINT_LENGTH) return undefined;
  for (const pattern of POINTS) {
    const match = pattern.exec(text);
    if (match !== null) return pointOf(Number(match[1]), Number(match[2]));
  }
  return pointOfJson(parseObject(text));
}

function pointOfJson(value: JsonValue | undefined): Point | undefined {
  if (value === undefined || typeof value !== 'object' || value === null) return undefined;
  if (isList(value))
    return value.length === 2 && value.every(isCoordinate) ? pointOf(Number(value[0]), Number(value[1])) : undefined;
  if (!('type' in value) || value.type !== 'Point' || !('coordinates' in value)) return undefined;
  return isList(value.coordinates) ? pointOfJson(value.coordinates) : undefined;
}

function isCoordinate(value: JsonValue): boolean {
  return typeof value === 'number' || typeof value === 'bigint';
}

function pointOf(longitude: number, latitude: number): Point | undefined {
  return Number.isFinite(longitude) && Number.isFinite(latitude) ? [longitude, latitude] : undefined;
}

/** Whether it begins and ends like WKT and no parenthesis is missing, as in a text that was cut off. */
function isWkt(text: string): boolean {
  return WKT.test(text) && WKT_END.test(text.slice(-100)) && text.split('(').length === text.split(')').length;
}

function isGeometry(json: string): boolean {
  const value = parseObject(json);
  return (
    value !== undefined &&
    'type' in value &&
    GEOJSON_TYPES.has(value.type) &&
    ('coordinates' in value || 'geometries' in value)
  );
}

function parseObject(json: string): JsonObject | undefined {
  const value = readJson(json);
  return typeof value === 'object' && value !== null && !isList(value) ? (value as JsonObject) : undefined;
}

import {
  describeContainerService,
  describeFunction,
  listEventSourceMappings,
  readFunctionIteratorAge,
  isOfStream,
} from '@drayage/aws-ops';
import { fetchContainerReport } from './fetch-container-report.js';
import type { ContainerSink, FunctionSink, SinkStatus } from './pipeline-status.js';
import { readDetail } from './status-part.js';
import type { StatusReading } from './status-reading.js';

/** The function where one is named, else the container. */
export function readSinkStatus(reading: StatusReading): Promise<SinkStatus> {
  const { aws, http } = reading.config;
  if (aws.function !== undefined) return readFunction(reading, aws.function);
  return readContainer(reading, http.url, aws.service);
}

async function readFunction(
  { clients, config, environment: { now, signal } }: StatusReading,
  name: string,
): Promise<FunctionSink> {
  const description = await describeFunction(clients, name);
  const [mappings, age] = await Promise.all([
    readDetail(signal, 'What feeds it', () => listEventSourceMappings(clients, name)),
    readDetail(signal, 'How far it is behind', () => readFunctionIteratorAge(clients, description.name, now())),
  ]);
  return {
    kind: 'function',
    description,
    mappings: mappings.value?.filter(({ sourceArn }) => isOfStream(sourceArn, config.kinesis.stream)) ?? null,
    iteratorAgeMs: age.value?.value ?? null,
    unread: [...mappings.unread, ...age.unread],
  };
}

/** What cannot be read of the only place that is named is the failure of the whole; of two, a detail. */
async function readContainer(
  { clients, environment: { signal } }: StatusReading,
  url: string | undefined,
  serviceArn: string | undefined,
): Promise<ContainerSink> {
  const report = url === undefined ? undefined : () => fetchContainerReport(url, signal);
  const service = serviceArn === undefined ? undefined : () => describeContainerService(clients, serviceArn);
  const seen = { kind: 'container', url: url ?? null, report: null, service: null, unread: [] } as const;
  if (report === undefined) return { ...seen, service: (await service?.()) ?? null };
  if (service === undefined) return { ...seen, report: await report() };
  const [itself, tasks] = await Promise.all([
    readDetail(signal, 'What the container says', report),
    readDetail(signal, 'The service that runs it', service),
  ]);
  return {
    ...seen,
    report: itself.value ?? null,
    service: tasks.value ?? null,
    unread: [...itself.unread, ...tasks.unread],
  };
}

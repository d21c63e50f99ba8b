using System.Text.Json.Serialization;
using Magpie.Assets;
using Magpie.Functions.Assets;
using Magpie.Functions.Duplicates;
using Magpie.Functions.Health;
using Magpie.Functions.Imagga.Jobs;
using Magpie.Functions.Ingest;
using Magpie.Functions.Multipart;
using Magpie.Functions.Notifications;
using Magpie.Functions.Retagging;
using Magpie.Functions.Search;
using Magpie.Functions.Uploads;
using Magpie.Notifications;
using Magpie.Retagging;
using Magpie.Search;

namespace Magpie.Functions.Http;

/// <summary>Everything that is read from or written as JSON, compiled: no reflection at start.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    MaxDepth = 16,
    AllowDuplicateProperties = false,
    Converters = [typeof(UtcTimeConverter)])]
[JsonSerializable(typeof(UploadRequest))]
[JsonSerializable(typeof(UploadsResponse))]
[JsonSerializable(typeof(UploadResponse))]
[JsonSerializable(typeof(AssetResponse))]
[JsonSerializable(typeof(AssetsResponse))]
[JsonSerializable(typeof(StatusesResponse))]
[JsonSerializable(typeof(AssetPatch))]
[JsonSerializable(typeof(TagsResponse))]
[JsonSerializable(typeof(HealthResponse))]
[JsonSerializable(typeof(ChecksumRequest))]
[JsonSerializable(typeof(ChecksumsResponse))]
[JsonSerializable(typeof(GoUploadResponse))]
[JsonSerializable(typeof(GoErrorResponse))]
[JsonSerializable(typeof(FollowUp))]
[JsonSerializable(typeof(RetryMessage))]
[JsonSerializable(typeof(RetagMessage))]
[JsonSerializable(typeof(RetagJob))]
[JsonSerializable(typeof(JobResponse))]
[JsonSerializable(typeof(Announcement))]
[JsonSerializable(typeof(EventDelivery))]
[JsonSerializable(typeof(EventBody))]
[JsonSerializable(typeof(WebhookRequest))]
[JsonSerializable(typeof(NewWebhookResponse))]
[JsonSerializable(typeof(WebhooksResponse))]
[JsonSerializable(typeof(WebhookTestResponse))]
[JsonSerializable(typeof(ParkedResponse))]
[JsonSerializable(typeof(RetryResponse))]
[JsonSerializable(typeof(SearchResponse))]
[JsonSerializable(typeof(Snapshot))]
[JsonSerializable(typeof(SnapshotMessage))]
[JsonSerializable(typeof(JobMessage))]
public sealed partial class MagpieJson : JsonSerializerContext;

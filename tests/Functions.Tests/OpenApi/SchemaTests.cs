using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Magpie.Functions.Assets;
using Magpie.Functions.Duplicates;
using Magpie.Functions.Health;
using Magpie.Functions.Http;
using Magpie.Functions.Multipart;
using Magpie.Functions.Notifications;
using Magpie.Functions.OpenApi;
using Magpie.Functions.Retagging;
using Magpie.Functions.Search;
using Magpie.Functions.Uploads;

namespace Magpie.Functions.Tests.OpenApi;

public sealed class SchemaTests
{
    private readonly JsonElement _schemas =
        JsonDocument.Parse(new OpenApiDocument().File.Content).RootElement.GetProperty("components").GetProperty("schemas");

    public static TheoryData<string, Type> Answers => new()
    {
        { "Uploads", typeof(UploadsResponse) },
        { "Upload", typeof(UploadResponse) },
        { "Asset", typeof(AssetResponse) },
        { "MlTag", typeof(MlTagResponse) },
        { "Tagging", typeof(TaggingResponse) },
        { "Video", typeof(VideoResponse) },
        { "Color", typeof(ColorResponse) },
        { "Urls", typeof(UrlsResponse) },
        { "Error", typeof(ErrorResponse) },
        { "Assets", typeof(AssetsResponse) },
        { "Statuses", typeof(StatusesResponse) },
        { "Status", typeof(StatusResponse) },
        { "Checksums", typeof(ChecksumsResponse) },
        { "Checksum", typeof(ChecksumResponse) },
        { "Tags", typeof(TagsResponse) },
        { "Tag", typeof(TagResponse) },
        { "SearchResult", typeof(SearchResponse) },
        { "SearchHit", typeof(SearchHitResponse) },
        { "SearchMatch", typeof(SearchMatchResponse) },
        { "Job", typeof(JobResponse) },
        { "Webhook", typeof(WebhookResponse) },
        { "NewWebhook", typeof(NewWebhookResponse) },
        { "Webhooks", typeof(WebhooksResponse) },
        { "WebhookTest", typeof(WebhookTestResponse) },
        { "Parked", typeof(ParkedResponse) },
        { "ParkedDelivery", typeof(ParkedDeliveryResponse) },
        { "Retry", typeof(RetryResponse) },
        { "Event", typeof(EventBody) },
        { "GoUpload", typeof(GoUploadResponse) },
        { "GoError", typeof(GoErrorResponse) },
        { "Health", typeof(HealthResponse) },
    };

    public static TheoryData<string, Type> Requests => new()
    {
        { "UploadRequest", typeof(UploadRequest) },
        { "FileRequest", typeof(FileRequest) },
        { "AssetPatch", typeof(AssetPatch) },
        { "ChecksumRequest", typeof(ChecksumRequest) },
        { "WebhookRequest", typeof(WebhookRequest) },
    };

    [Theory]
    [MemberData(nameof(Answers))]
    public void A_schema_of_an_answer_has_the_members_types_and_nulls_of_what_is_serialised(string schema, Type type)
    {
        var written = MagpieJson.Default.GetTypeInfo(type)!.Properties;
        Names(schema).ShouldBe(written.Select(property => property.Name));
        Required(schema).ShouldBe(written.Select(property => property.Name), "every member is always there");
        foreach (var property in written)
        {
            var described = _schemas.GetProperty(schema).GetProperty("properties").GetProperty(property.Name);
            Types(described).Contains("null", StringComparer.Ordinal).ShouldBe(MayBeNull(property), $"{schema}.{property.Name}");
            Types(described).Where(name => name != "null").ShouldBe([TypeOf(property.PropertyType)], $"{schema}.{property.Name}");
        }
    }

    [Theory]
    [MemberData(nameof(Requests))]
    public void A_schema_of_a_request_has_the_members_that_are_read(string schema, Type type) =>
        Names(schema).ShouldBe(MagpieJson.Default.GetTypeInfo(type)!.Properties.Select(property => property.Name));

    [Fact]
    public void The_example_of_an_asset_is_one()
    {
        var example = _schemas.GetProperty("Asset").GetProperty("examples")[0];
        example.EnumerateObject().Select(member => member.Name).ShouldBe(Names("Asset"));
        example.Deserialize(MagpieJson.Default.AssetResponse)!.State.ShouldBe("ready");
    }

    private IEnumerable<string> Names(string schema) =>
        _schemas.GetProperty(schema).GetProperty("properties").EnumerateObject().Select(property => property.Name);

    private IEnumerable<string> Required(string schema) =>
        _schemas.GetProperty(schema).GetProperty("required").EnumerateArray().Select(name => name.GetString()!);

    private string[] Types(JsonElement schema) =>
        schema.TryGetProperty("$ref", out var reference) ? Types(_schemas.GetProperty(reference.GetString()!.Split('/')[^1]))
        : schema.TryGetProperty("anyOf", out var any) ? [.. any.EnumerateArray().SelectMany(Types)]
        : schema.GetProperty("type") is { ValueKind: JsonValueKind.Array } several ? [.. several.EnumerateArray().Select(name => name.GetString()!)]
        : [schema.GetProperty("type").GetString()!];

    private static bool MayBeNull(JsonPropertyInfo property) =>
        property.PropertyType.IsValueType ? Nullable.GetUnderlyingType(property.PropertyType) is not null : property.IsGetNullable;

    private static string TypeOf(Type type) => (Nullable.GetUnderlyingType(type) ?? type) switch
    {
        var plain when plain == typeof(string) || plain == typeof(DateTimeOffset) => "string",
        var plain when plain == typeof(int) || plain == typeof(long) => "integer",
        var plain when plain == typeof(double) => "number",
        var plain when plain == typeof(bool) => "boolean",
        var plain when plain.IsGenericType && plain.GetGenericTypeDefinition() == typeof(IReadOnlyList<>) => "array",
        _ => "object",
    };
}

using System.Text.Json;
using Magpie.Functions.Imagga;
using Magpie.Functions.Imagga.Endpoints;
using Magpie.Functions.OpenApi;

namespace Magpie.Functions.Tests.OpenApi;

/// <summary>What the document says of Imagga's answers, against what is serialised, to the last member.</summary>
public sealed class ImaggaSchemaTests
{
    private static readonly string[] ImageSources = ["ImaggaImageUrl", "ImaggaUploadId"];

    private readonly JsonElement _document = JsonDocument.Parse(new OpenApiDocument().File.Content).RootElement;

    public static TheoryData<string, Type> Answers => new()
    {
        { "ImaggaTags", typeof(TagsResult) },
        { "ImaggaCategorizers", typeof(CategorizersResult) },
        { "ImaggaCategories", typeof(CategoriesResult) },
        { "ImaggaColors", typeof(ColorsResult) },
        { "ImaggaCroppings", typeof(CroppingsResult) },
        { "ImaggaText", typeof(TextResult) },
        { "ImaggaFaces", typeof(FacesResult) },
        { "ImaggaFaceSimilarity", typeof(SimilarityResult) },
        { "ImaggaFed", typeof(FedResult) },
        { "ImaggaPeople", typeof(PeopleResult) },
        { "ImaggaPeopleIndex", typeof(PeopleIndexResult) },
        { "ImaggaBarcodes", typeof(BarcodesResult) },
        { "ImaggaUpload", typeof(UploadResult) },
        { "ImaggaTicket", typeof(TicketResult) },
        { "ImaggaTicketState", typeof(TicketState) },
        { "ImaggaUsage", typeof(UsageResult) },
        { "ImaggaSimilarImage", typeof(SimilarImageResult) },
        { "ImaggaItemExists", typeof(ExistsResult) },
        { "ImaggaDeleted", typeof(DeletedResult) },
        { "ImaggaImagesSimilarity", typeof(DistanceResult) },
    };

    [Theory]
    [MemberData(nameof(Answers))]
    public void A_schema_has_the_members_and_types_of_what_is_serialised(string schema, Type type) =>
        Hold(_document.GetProperty("components").GetProperty("schemas").GetProperty(schema), type, schema, depth: 0);

    [Fact]
    public void Whatever_is_asked_may_be_the_wrong_format_fail_here_or_find_storage_away_and_what_takes_an_upload_may_find_it_gone()
    {
        foreach (var path in _document.GetProperty("paths").EnumerateObject())
        {
            var takesUpload = path.Value.TryGetProperty("get", out var get) && get.GetRawText() is var text && ImageSources.All(source => text.Contains($"{source}\"", StringComparison.Ordinal));
            foreach (var operation in path.Value.EnumerateObject().Where(operation => operation.Value.GetProperty("tags")[0].GetString() == "Imagga"))
            {
                var codes = operation.Value.GetProperty("responses").EnumerateObject().Select(response => response.Name).ToList();
                foreach (var code in Expected(takesUpload && operation.Name is ("get" or "post")))
                {
                    codes.ShouldContain(code, $"{operation.Name} {path.Name}");
                }
            }
        }
    }

    private static string[] Expected(bool takesUpload) => takesUpload ? ["401", "406", "410", "500", "503"] : ["401", "406", "500", "503"];

    private void Hold(JsonElement schema, Type type, string where, int depth)
    {
        schema = Resolve(schema);
        var plain = Nullable.GetUnderlyingType(type) ?? type;
        if (plain == typeof(JsonElement) || depth > 5)
        {
            return;
        }

        if (ElementOf(plain, typeof(IReadOnlyList<>)) is { } element)
        {
            schema.GetProperty("type").GetString().ShouldBe("array", where);
            Hold(schema.GetProperty("items"), element, $"{where}[]", depth + 1);
        }
        else if (ElementOf(plain, typeof(IReadOnlyDictionary<,>)) is not null)
        {
            schema.GetProperty("type").GetString().ShouldBe("object", where);
        }
        else if (TypeOf(plain) is { } name)
        {
            schema.GetProperty("type").GetString().ShouldBe(name, where);
        }
        else
        {
            var written = ImaggaJson.Default.GetTypeInfo(plain)!.Properties;
            schema.GetProperty("properties").EnumerateObject().Select(property => property.Name).ShouldBe(written.Select(property => property.Name), ignoreOrder: true, where);
            foreach (var property in written)
            {
                Hold(schema.GetProperty("properties").GetProperty(property.Name), property.PropertyType, $"{where}.{property.Name}", depth + 1);
            }
        }
    }

    private JsonElement Resolve(JsonElement schema) => schema.TryGetProperty("$ref", out var reference)
        ? _document.GetProperty("components").GetProperty("schemas").GetProperty(reference.GetString()!.Split('/')[^1])
        : schema;

    private static Type? ElementOf(Type type, Type generic) =>
        type.IsGenericType && type.GetGenericTypeDefinition() == generic ? type.GetGenericArguments()[^1] : null;

    private static string? TypeOf(Type type) => type switch
    {
        _ when type == typeof(string) || type == typeof(DateTimeOffset) => "string",
        _ when type == typeof(byte) || type == typeof(int) || type == typeof(long) => "integer",
        _ when type == typeof(double) => "number",
        _ when type == typeof(bool) => "boolean",
        _ => null,
    };
}

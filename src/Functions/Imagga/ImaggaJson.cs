using System.Text.Json.Serialization;
using Magpie.Functions.Imagga.Endpoints;
using Magpie.Functions.Imagga.Jobs;

namespace Magpie.Functions.Imagga;

/// <summary>Everything that Imagga's API writes as JSON, compiled.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(TagsResult))]
[JsonSerializable(typeof(CategorizersResult))]
[JsonSerializable(typeof(CategoriesResult))]
[JsonSerializable(typeof(ColorsResult))]
[JsonSerializable(typeof(CroppingsResult))]
[JsonSerializable(typeof(BarcodesResult))]
[JsonSerializable(typeof(FacesResult))]
[JsonSerializable(typeof(SimilarityResult))]
[JsonSerializable(typeof(GroupsResult))]
[JsonSerializable(typeof(FailedResult))]
[JsonSerializable(typeof(FedResult))]
[JsonSerializable(typeof(PeopleResult))]
[JsonSerializable(typeof(PeopleIndexResult))]
[JsonSerializable(typeof(ExistsResult))]
[JsonSerializable(typeof(DeletedResult))]
[JsonSerializable(typeof(TextResult))]
[JsonSerializable(typeof(SimilarImagesResult))]
[JsonSerializable(typeof(IndexResult))]
[JsonSerializable(typeof(DistanceResult))]
[JsonSerializable(typeof(UploadResult))]
[JsonSerializable(typeof(UsageResult))]
[JsonSerializable(typeof(TicketResult))]
[JsonSerializable(typeof(TicketState))]
internal sealed partial class ImaggaJson : JsonSerializerContext;

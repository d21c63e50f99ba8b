using System.Collections.Frozen;
using Magpie.Functions.Assets;
using Magpie.Functions.Clarifai.V1;
using Magpie.Functions.Clarifai.V2;
using Magpie.Functions.Duplicates;
using Magpie.Functions.Health;
using Magpie.Functions.Media;
using Magpie.Functions.Multipart;
using Magpie.Functions.OpenApi;
using Magpie.Functions.Page;
using Magpie.Functions.Search;
using Magpie.Functions.Uploads;

namespace Magpie.Functions.Http;

/// <summary>Who may call which function. What is not named here needs a key and its secret.</summary>
internal static class RouteAccess
{
    /// <summary>
    /// No key: the page, what the API is, whether the service is well, and files, whose addresses nobody guesses (an id has 74 random bits), as with any CDN.
    /// Who asks for an access token proves itself in the request's body.
    /// </summary>
    private static readonly FrozenSet<string> Public = FrozenSet.Create(
        StringComparer.Ordinal, PageFunctions.Name, OpenApiFunctions.Document, OpenApiFunctions.Docs, HealthFunctions.Readiness, HealthFunctions.Liveness,
        MediaFunctions.Name, V1Functions.Token, V2Functions.Token, V2Functions.AppToken);

    /// <summary>A publishable key is enough: upload, and read back. Functions with a table of routes look there too.</summary>
    private static readonly FrozenSet<string> Publishable = FrozenSet.Create(
        StringComparer.Ordinal,
        UploadFunctions.Create,
        UploadFunctions.Renew,
        AssetFunctions.Get,
        AssetFunctions.List,
        AssetFunctions.Statuses,
        ChecksumFunctions.ByChecksum,
        SearchFunctions.Search,
        SearchFunctions.Similar,
        GoUploadFunctions.Upload,
        V2Functions.Inputs,
        V2Functions.Apps);

    public static bool IsPublic(string function) => Public.Contains(function);

    public static bool IsForPublishableKeys(string function) => Publishable.Contains(function);
}

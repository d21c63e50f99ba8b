using Magpie.Tests.Support;

namespace Magpie.Functions.Tests.Imagga.Contract;

/// <summary>An endpoint that looks at images. A new one gets a line here, and every test of what holds for all of them tests it.</summary>
/// <param name="Path">With variables filled in.</param>
/// <param name="NeedsModel">Whether it answers 503 with the app's own pack alone.</param>
internal sealed record ImageEndpoint(string Path, bool NeedsModel = false)
{
    public static IReadOnlyList<ImageEndpoint> All { get; } =
    [
        new("/v2/tags"),
        new("/v2/tags/basics"),
        new("/v2/categories/personal_photos"),
        new("/v2/categories/general_v3"),
        new("/v2/categories/nsfw_beta", NeedsModel: true),
        new("/v2/croppings"),
        new("/v2/colors"),
        new("/v2/barcodes"),
        new("/v2/faces/detections", NeedsModel: true),
        new("/v2/text", NeedsModel: true),
        new("/v2/remove-background", NeedsModel: true),
    ];

    /// <summary>Those that answer here: all of them where there are packs.</summary>
    public static IEnumerable<ImageEndpoint> Here => All.Where(endpoint => Repository.Models is not null || !endpoint.NeedsModel);

    public override string ToString() => Path;
}

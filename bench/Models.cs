using Magpie.Tagging;
using Magpie.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Magpie.Bench;

/// <summary>The packs that are measured.</summary>
internal static class Models
{
    /// <summary>A MobileNetV2 where the shared packs are there, else the pack of the repository, which is much smaller.</summary>
    public static string MobileNetFolder =>
        Repository.Models is { } shared ? Path.Combine(shared, "imagenet-mobilenetv2") : Path.Combine(Repository.Root, "models", "basics");

    /// <summary>What the app under test is given: the repository's pack.</summary>
    public static string AppFolder => Path.Combine(Repository.Root, "models");

    public static IOptions<TaggingOptions> Options(string folders) => Microsoft.Extensions.Options.Options.Create(new TaggingOptions { Folders = folders });

    public static PackRegistry Registry(IOptions<TaggingOptions> options) => new(options, NullLogger<PackRegistry>.Instance);
}

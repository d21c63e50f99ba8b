using Magpie.Faces;
using Magpie.Functions.Http;
using Magpie.Imaging;
using Magpie.Tagging;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Magpie.Functions.Tagging;

/// <summary>Registers the decoder and the models.</summary>
public static class TaggingServices
{
    /// <summary>Folders of model packs; goes before the section's <c>Folders</c>.</summary>
    private const string FoldersSetting = "MAGPIE_MODELS";

    private const string ImagingSection = "Magpie:Imaging";

    public static IServiceCollection AddTagging(this IServiceCollection services, IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        var tagging = new TaggingOptions();
        configuration.GetSection(TaggingOptions.Section).Bind(tagging);
        tagging.Folders = configuration[FoldersSetting] is { Length: > 0 } folders ? folders : tagging.Folders;
        services.AddSingleton(Options.Create(tagging.Validated(TaggingOptions.Section, new TaggingOptionsValidator())));
        var imaging = new ImagingOptions();
        configuration.GetSection(ImagingSection).Bind(imaging);
        services.AddSingleton(Options.Create(imaging.Validated(ImagingSection, new ImagingOptionsValidator())));
        services.AddSingleton(_ => new ImageDecoder(imaging));
        services.AddSingleton<PackRegistry>();
        services.AddSingleton<Vocabulary>();
        services.AddSingleton<Tagger>();
        services.AddSingleton<PackRunner>();
        services.AddSingleton<FaceFinder>();
        services.AddSingleton<FaceEncoder>();
        return services.AddHostedService<ModelWarmUp>();
    }
}

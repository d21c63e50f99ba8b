using Magpie.Faces;
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
        services.AddOptions<TaggingOptions>()
            .Bind(configuration.GetSection(TaggingOptions.Section))
            .Configure(options => options.Folders = configuration[FoldersSetting] is { Length: > 0 } folders ? folders : options.Folders)
            .ValidateDataAnnotations()
            .ValidateOnStart();
        services.AddOptions<ImagingOptions>()
            .Bind(configuration.GetSection(ImagingSection))
            .ValidateDataAnnotations()
            .ValidateOnStart();
        services.AddSingleton(provider => new ImageDecoder(provider.GetRequiredService<IOptions<ImagingOptions>>().Value));
        services.AddSingleton<PackRegistry>();
        services.AddSingleton<Vocabulary>();
        services.AddSingleton<Tagger>();
        services.AddSingleton<PackRunner>();
        services.AddSingleton<FaceFinder>();
        services.AddSingleton<FaceEncoder>();
        return services.AddHostedService<ModelWarmUp>();
    }
}

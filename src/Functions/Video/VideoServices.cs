using Magpie.Functions.Http;
using Magpie.Video;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Magpie.Functions.Video;

/// <summary>Registers what looks into videos.</summary>
public static class VideoServices
{
    /// <summary>Path of ffmpeg; goes before the section's <c>Ffmpeg</c>.</summary>
    private const string FfmpegSetting = "MAGPIE_FFMPEG";

    public static IServiceCollection AddVideo(this IServiceCollection services, IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        var options = new VideoOptions();
        configuration.GetSection(VideoOptions.Section).Bind(options);
        options.Ffmpeg = configuration[FfmpegSetting] is { Length: > 0 } path ? path : options.Ffmpeg;
        services.AddSingleton(Options.Create(options.Validated(VideoOptions.Section, new VideoOptionsValidator())));
        services.AddSingleton<FfmpegTools>();
        services.AddSingleton<IVideoTools>(provider => provider.GetRequiredService<FfmpegTools>());
        services.AddSingleton<FrameSampler>();
        services.AddSingleton<VideoDescriber>();
        return services.AddHostedService<FfmpegNotice>();
    }
}

using Magpie.Tests.Support;

namespace Magpie.EndToEnd.Tests;

/// <summary>The app with every pack there is.</summary>
public sealed class ImaggaService() : Service(Settings)
{
    private static Dictionary<string, string> Settings
    {
        get
        {
            var own = Path.Combine(Repository.Root, "models");
            return new(StringComparer.Ordinal) { ["MAGPIE_MODELS"] = Repository.Models is { } shared ? $"{own}:{shared}" : own };
        }
    }
}

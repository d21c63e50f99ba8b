using NetVips;

namespace Magpie.Imaging;

/// <summary>Readies libvips for untrusted files: once a process, before the first picture.</summary>
internal static class Libvips
{
    /// <summary>The oldest version without known holes in the loaders that are used.</summary>
    private static readonly (int Major, int Minor, int Patch) Oldest = (8, 18, 1);

    // The loaders of the accepted formats; every other one is blocked. An Ultra HDR JPEG is read as the plain JPEG it is first.
    private static readonly string[] Loaders =
        ["VipsForeignLoadJpeg", "VipsForeignLoadPng", "VipsForeignLoadNsgif", "VipsForeignLoadWebp", "VipsForeignLoadHeif", "VipsForeignLoadTiff"];

    private static readonly Lazy<Exception?> Trouble = new(Start);

    /// <summary>Starts it at the first call.</summary>
    /// <exception cref="InvalidOperationException">libvips is missing or too old; the message says what to do.</exception>
    public static void Require()
    {
        if (Trouble.Value is { } trouble)
        {
            throw new InvalidOperationException(trouble.Message, trouble);
        }
    }

    private static Exception? Start()
    {
        if (!ModuleInitializer.VipsInitialized)
        {
            return ModuleInitializer.Exception ?? new InvalidOperationException("libvips did not start.");
        }

        if (!NetVips.NetVips.AtLeastLibvips(Oldest.Major, Oldest.Minor, Oldest.Patch))
        {
            return new InvalidOperationException(
                $"libvips {NetVips.NetVips.Version(0)}.{NetVips.NetVips.Version(1)}.{NetVips.NetVips.Version(2)} is too old: " +
                $"{Oldest.Major}.{Oldest.Minor}.{Oldest.Patch} or newer is needed.");
        }

        NativeHeap.KeepFlat();
        NetVips.NetVips.BlockUntrusted = true;
        Operation.Block("VipsForeignLoad", true);
        foreach (var loader in Loaders)
        {
            Operation.Block(loader, false);
        }

        // A damaged file makes hundreds of warnings; what counts comes back as a fault.
        Log.SetLogHandler("VIPS", Enums.LogLevelFlags.Warning, static (_, _, _) => { });

        // Nothing is asked for twice, and throughput comes from pictures side by side.
        Cache.Max = 0;
        Cache.MaxMem = 0;
        Cache.MaxFiles = 0;
        NetVips.NetVips.Concurrency = 1;
        return null;
    }
}

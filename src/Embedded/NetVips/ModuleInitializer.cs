using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using NetVips.Native;

namespace NetVips;

/// <summary>Finds and starts libvips when the assembly is loaded; does not throw, but says in <see cref="Exception"/> what went wrong.</summary>
public static class ModuleInitializer
{
    /// <summary>Whether libvips has started.</summary>
#pragma warning disable CA2211, MA0069 // Public fields, as the vendor has them.
    public static bool VipsInitialized;

    /// <summary>Why it has not.</summary>
    public static Exception? Exception;

    /// <summary>libvips' version, a byte each for major, minor and patch.</summary>
    public static int? Version;
#pragma warning restore CA2211, MA0069

    /// <summary>Starts libvips.</summary>
#pragma warning disable CA2255 // The vendor does the same.
    [ModuleInitializer]
#pragma warning restore CA2255
    public static void Initialize()
    {
        try
        {
            NativeLibrary.SetDllImportResolver(typeof(ModuleInitializer).Assembly, LibraryLocator.Resolve);
            VipsInitialized = Libvips.Init("NetVips") == 0;
            if (VipsInitialized)
            {
                Version = (Libvips.Version(0) << 16) | (Libvips.Version(1) << 8) | Libvips.Version(2);
            }
            else
            {
                Exception = new VipsException("unable to initialize libvips");
            }
        }
#pragma warning disable CA1031 // Whatever it is, the first call reports it.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            VipsInitialized = false;
            Exception = exception;
        }
    }
}

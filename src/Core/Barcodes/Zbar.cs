using System.Reflection;
using System.Runtime.InteropServices;
using System.Text;

namespace Magpie.Barcodes;

/// <summary>The calls of ZBar's C library that are used (zbar.h of 0.23).</summary>
internal static partial class Zbar
{
    public const int NoSymbol = 0;
    public const int UpcE = 9;
    public const int Isbn10 = 10;
    public const int UpcA = 12;
    public const int Isbn13 = 14;

    /// <summary>FOURCC <c>Y800</c>: a byte of grey a pixel.</summary>
    public const uint Grey = 0x30303859;

    /// <summary>Switches a symbology on or off.</summary>
    public const int Enable = 0;

    private const string Library = "zbar";

    private static readonly string[] Names = ["libzbar.so.0", "libzbar.0.dylib", "libzbar-0.dll", "libzbar"];

    static Zbar() => NativeLibrary.SetDllImportResolver(typeof(Zbar).Assembly, Resolve);

    /// <summary>Whether the library is on this machine.</summary>
    public static bool IsInstalled { get; } = Array.Exists(Names, name => NativeLibrary.TryLoad(name, out _));

    [LibraryImport(Library, EntryPoint = "zbar_image_scanner_create")]
    public static partial nint CreateScanner();

    [LibraryImport(Library, EntryPoint = "zbar_image_scanner_destroy")]
    public static partial void DestroyScanner(nint scanner);

    [LibraryImport(Library, EntryPoint = "zbar_image_scanner_set_config")]
    public static partial int SetConfig(nint scanner, int symbology, int config, int value);

    [LibraryImport(Library, EntryPoint = "zbar_image_create")]
    public static partial nint CreateImage();

    [LibraryImport(Library, EntryPoint = "zbar_image_destroy")]
    public static partial void DestroyImage(nint image);

    [LibraryImport(Library, EntryPoint = "zbar_image_set_format")]
    public static partial void SetFormat(nint image, CULong format);

    [LibraryImport(Library, EntryPoint = "zbar_image_set_size")]
    public static partial void SetSize(nint image, uint width, uint height);

    [LibraryImport(Library, EntryPoint = "zbar_image_set_data")]
    public static partial void SetData(nint image, nint data, CULong length, nint cleanup);

    [LibraryImport(Library, EntryPoint = "zbar_scan_image")]
    public static partial int Scan(nint scanner, nint image);

    [LibraryImport(Library, EntryPoint = "zbar_image_first_symbol")]
    public static partial nint FirstSymbol(nint image);

    [LibraryImport(Library, EntryPoint = "zbar_symbol_next")]
    public static partial nint NextSymbol(nint symbol);

    [LibraryImport(Library, EntryPoint = "zbar_symbol_get_type")]
    public static partial int TypeOf(nint symbol);

    [LibraryImport(Library, EntryPoint = "zbar_symbol_get_data_length")]
    public static partial uint DataLength(nint symbol);

    [LibraryImport(Library, EntryPoint = "zbar_symbol_get_data")]
    public static partial nint Data(nint symbol);

    [LibraryImport(Library, EntryPoint = "zbar_symbol_get_loc_size")]
    public static partial uint Points(nint symbol);

    [LibraryImport(Library, EntryPoint = "zbar_symbol_get_loc_x")]
    public static partial int X(nint symbol, uint point);

    [LibraryImport(Library, EntryPoint = "zbar_symbol_get_loc_y")]
    public static partial int Y(nint symbol, uint point);

    /// <summary>What a symbology is called.</summary>
    public static string NameOf(int type) => Marshal.PtrToStringUTF8(SymbolName(type)) ?? "";

    /// <summary>What a symbol says.</summary>
    public static unsafe string Text(nint symbol)
    {
        var bytes = new ReadOnlySpan<byte>((void*)Data(symbol), (int)DataLength(symbol));
        try
        {
            return new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(bytes);
        }
        catch (DecoderFallbackException)
        {
            return Encoding.Latin1.GetString(bytes);
        }
    }

    [LibraryImport(Library, EntryPoint = "zbar_get_symbol_name")]
    private static partial nint SymbolName(int type);

    private static nint Resolve(string name, Assembly assembly, DllImportSearchPath? path) =>
        name == Library ? Names.Select(candidate => NativeLibrary.TryLoad(candidate, out var handle) ? handle : 0).FirstOrDefault(handle => handle != 0) : 0;
}

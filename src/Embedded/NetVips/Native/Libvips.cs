using System.Runtime.InteropServices;

namespace NetVips.Native;

/// <summary>The C functions of libvips and GObject that are called; none of them takes variable arguments.</summary>
internal static unsafe partial class Libvips
{
    public const string Name = "libvips-cpp";

    [LibraryImport(Name, EntryPoint = "vips_init", StringMarshalling = StringMarshalling.Utf8)]
    public static partial int Init(string program);

    [LibraryImport(Name, EntryPoint = "vips_version")]
    public static partial int Version(int flag);

    [LibraryImport(Name, EntryPoint = "vips_error_buffer_copy")]
    private static partial nint ErrorBufferCopy();

    [LibraryImport(Name, EntryPoint = "vips_concurrency_get")]
    public static partial int ConcurrencyGet();

    [LibraryImport(Name, EntryPoint = "vips_concurrency_set")]
    public static partial void ConcurrencySet(int threads);

    [LibraryImport(Name, EntryPoint = "vips_block_untrusted_set")]
    public static partial void BlockUntrustedSet(int state);

    [LibraryImport(Name, EntryPoint = "vips_operation_block_set", StringMarshalling = StringMarshalling.Utf8)]
    public static partial void OperationBlockSet(string name, int state);

    [LibraryImport(Name, EntryPoint = "vips_type_find", StringMarshalling = StringMarshalling.Utf8)]
    public static partial nint TypeFind(string basename, string nickname);

    [LibraryImport(Name, EntryPoint = "vips_foreign_get_suffixes")]
    public static partial nint ForeignGetSuffixes();

    [LibraryImport(Name, EntryPoint = "vips_foreign_find_load_buffer")]
    public static partial nint ForeignFindLoadBuffer(byte* data, nuint size);

    [LibraryImport(Name, EntryPoint = "g_free")]
    public static partial void Free(nint memory);

    [LibraryImport(Name, EntryPoint = "g_malloc")]
    public static partial nint Allocate(nuint size);

    [LibraryImport(Name, EntryPoint = "vips_cache_get_max")]
    public static partial int CacheGetMax();

    [LibraryImport(Name, EntryPoint = "vips_cache_set_max")]
    public static partial void CacheSetMax(int max);

    [LibraryImport(Name, EntryPoint = "vips_cache_get_max_mem")]
    public static partial nuint CacheGetMaxMem();

    [LibraryImport(Name, EntryPoint = "vips_cache_set_max_mem")]
    public static partial void CacheSetMaxMem(nuint max);

    [LibraryImport(Name, EntryPoint = "vips_cache_get_max_files")]
    public static partial int CacheGetMaxFiles();

    [LibraryImport(Name, EntryPoint = "vips_cache_set_max_files")]
    public static partial void CacheSetMaxFiles(int max);

    [LibraryImport(Name, EntryPoint = "vips_tracked_get_allocs")]
    public static partial int TrackedGetAllocs();

    [LibraryImport(Name, EntryPoint = "vips_tracked_get_mem")]
    public static partial nuint TrackedGetMem();

    [LibraryImport(Name, EntryPoint = "vips_tracked_get_mem_highwater")]
    public static partial nuint TrackedGetMemHighwater();

    [LibraryImport(Name, EntryPoint = "vips_operation_new", StringMarshalling = StringMarshalling.Utf8)]
    public static partial nint OperationNew(string name);

    [LibraryImport(Name, EntryPoint = "vips_cache_operation_build")]
    public static partial nint CacheOperationBuild(nint operation);

    [LibraryImport(Name, EntryPoint = "vips_object_unref_outputs")]
    public static partial void ObjectUnrefOutputs(nint instance);

    [LibraryImport(Name, EntryPoint = "vips_object_set_from_string", StringMarshalling = StringMarshalling.Utf8)]
    public static partial int ObjectSetFromString(nint instance, string options);

    [LibraryImport(Name, EntryPoint = "g_log_set_handler", StringMarshalling = StringMarshalling.Utf8)]
    public static partial uint LogSetHandler(
        string domain, int levels, delegate* unmanaged[Cdecl]<nint, int, nint, nint, void> handler, nint data);

    /// <summary>What libvips has complained about so far; cleared by reading.</summary>
    public static string TakeErrors()
    {
        var text = ErrorBufferCopy();
        var message = Marshal.PtrToStringUTF8(text) ?? string.Empty;
        Free(text);
        return message;
    }
}

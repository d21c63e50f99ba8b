using System.Runtime.InteropServices;

namespace NetVips.Native;

/// <summary>Objects, values and images.</summary>
internal static unsafe partial class Libvips
{
    [LibraryImport(Name, EntryPoint = "g_object_ref")]
    public static partial nint ObjectRef(nint instance);

    [LibraryImport(Name, EntryPoint = "g_object_unref")]
    public static partial void ObjectUnref(nint instance);

    [LibraryImport(Name, EntryPoint = "g_object_set_property", StringMarshalling = StringMarshalling.Utf8)]
    public static partial void ObjectSetProperty(nint instance, string name, ref GValue value);

    [LibraryImport(Name, EntryPoint = "g_object_get_property", StringMarshalling = StringMarshalling.Utf8)]
    public static partial void ObjectGetProperty(nint instance, string name, ref GValue value);

    [LibraryImport(Name, EntryPoint = "g_object_set_data_full", StringMarshalling = StringMarshalling.Utf8)]
    public static partial void ObjectSetDataFull(nint instance, string key, nint data, delegate* unmanaged[Cdecl]<nint, void> destroy);

    [LibraryImport(Name, EntryPoint = "g_value_init")]
    public static partial nint ValueInit(ref GValue value, nint type);

    [LibraryImport(Name, EntryPoint = "g_value_unset")]
    public static partial void ValueUnset(ref GValue value);

    [LibraryImport(Name, EntryPoint = "g_value_set_boolean")]
    public static partial void ValueSetBoolean(ref GValue value, int content);

    [LibraryImport(Name, EntryPoint = "g_value_set_int")]
    public static partial void ValueSetInt(ref GValue value, int content);

    [LibraryImport(Name, EntryPoint = "g_value_get_int")]
    public static partial int ValueGetInt(ref GValue value);

    [LibraryImport(Name, EntryPoint = "g_value_set_double")]
    public static partial void ValueSetDouble(ref GValue value, double content);

    [LibraryImport(Name, EntryPoint = "g_value_get_double")]
    public static partial double ValueGetDouble(ref GValue value);

    [LibraryImport(Name, EntryPoint = "g_value_set_string", StringMarshalling = StringMarshalling.Utf8)]
    public static partial void ValueSetString(ref GValue value, string content);

    [LibraryImport(Name, EntryPoint = "g_value_get_string")]
    public static partial nint ValueGetString(ref GValue value);

    [LibraryImport(Name, EntryPoint = "vips_value_get_ref_string")]
    public static partial nint ValueGetRefString(ref GValue value, out nuint length);

    [LibraryImport(Name, EntryPoint = "g_value_set_object")]
    public static partial void ValueSetObject(ref GValue value, nint content);

    [LibraryImport(Name, EntryPoint = "g_value_get_object")]
    public static partial nint ValueGetObject(ref GValue value);

    [LibraryImport(Name, EntryPoint = "g_value_set_boxed")]
    public static partial void ValueSetBoxed(ref GValue value, nint content);

    [LibraryImport(Name, EntryPoint = "vips_value_set_array_double")]
    public static partial void ValueSetArrayDouble(ref GValue value, double* content, int count);

    [LibraryImport(Name, EntryPoint = "vips_value_get_blob")]
    public static partial nint ValueGetBlob(ref GValue value, out nuint length);

    [LibraryImport(Name, EntryPoint = "vips_image_get_type")]
    public static partial nint ImageGetType();

    [LibraryImport(Name, EntryPoint = "vips_blob_get_type")]
    public static partial nint BlobGetType();

    [LibraryImport(Name, EntryPoint = "vips_ref_string_get_type")]
    public static partial nint RefStringGetType();

    [LibraryImport(Name, EntryPoint = "vips_array_double_get_type")]
    public static partial nint ArrayDoubleGetType();

    [LibraryImport(Name, EntryPoint = "vips_blob_new")]
    public static partial nint BlobNew(delegate* unmanaged[Cdecl]<nint, nint, int> free, nint data, nuint size);

    [LibraryImport(Name, EntryPoint = "vips_blob_copy")]
    public static partial nint BlobCopy(void* data, nuint size);

    [LibraryImport(Name, EntryPoint = "vips_area_unref")]
    public static partial void AreaUnref(nint area);

    [LibraryImport(Name, EntryPoint = "vips_image_new_from_memory")]
    public static partial nint ImageNewFromMemory(nint data, nuint size, int width, int height, int bands, int format);

    [LibraryImport(Name, EntryPoint = "vips_image_new_from_memory_copy")]
    public static partial nint ImageNewFromMemoryCopy(nint data, nuint size, int width, int height, int bands, int format);

    [LibraryImport(Name, EntryPoint = "vips_image_copy_memory")]
    public static partial nint ImageCopyMemory(nint image);

    [LibraryImport(Name, EntryPoint = "vips_image_write_to_memory")]
    public static partial nint ImageWriteToMemory(nint image, out nuint size);

    [LibraryImport(Name, EntryPoint = "vips_image_get_width")]
    public static partial int ImageGetWidth(nint image);

    [LibraryImport(Name, EntryPoint = "vips_image_get_height")]
    public static partial int ImageGetHeight(nint image);

    [LibraryImport(Name, EntryPoint = "vips_image_get_bands")]
    public static partial int ImageGetBands(nint image);

    [LibraryImport(Name, EntryPoint = "vips_image_get_format")]
    public static partial int ImageGetFormat(nint image);

    [LibraryImport(Name, EntryPoint = "vips_image_get_interpretation")]
    public static partial int ImageGetInterpretation(nint image);

    [LibraryImport(Name, EntryPoint = "vips_image_get_page_height")]
    public static partial int ImageGetPageHeight(nint image);

    [LibraryImport(Name, EntryPoint = "vips_image_hasalpha")]
    public static partial int ImageHasAlpha(nint image);

    [LibraryImport(Name, EntryPoint = "vips_image_get_typeof", StringMarshalling = StringMarshalling.Utf8)]
    public static partial nint ImageGetTypeof(nint image, string name);

    [LibraryImport(Name, EntryPoint = "vips_image_get", StringMarshalling = StringMarshalling.Utf8)]
    public static partial int ImageGet(nint image, string name, out GValue value);

    [LibraryImport(Name, EntryPoint = "vips_image_set", StringMarshalling = StringMarshalling.Utf8)]
    public static partial void ImageSet(nint image, string name, ref GValue value);
}

using System.Runtime.InteropServices;
using NetVips.Native;

namespace NetVips;

/// <summary>A call into libvips: made by name, given properties, built, its output read.</summary>
public class Operation : GObject
{
    private readonly string _name;

    private Operation(IntPtr pointer, string name)
        : base(pointer) => _name = name;

    /// <summary>Blocks or unblocks the operations at and below a class of the hierarchy.</summary>
    public static void Block(string name, bool state) => Libvips.OperationBlockSet(name, state ? 1 : 0);

    internal static Operation New(string name)
    {
        if (ModuleInitializer.Exception is { } exception)
        {
            throw new VipsException("libvips did not start.", exception);
        }

        var pointer = Libvips.OperationNew(name);
        return pointer != 0 ? new Operation(pointer, name) : throw new VipsException($"no such operation {name}");
    }

    /// <summary>Sets what is not null, value by value.</summary>
    internal Operation With(IEnumerable<KeyValuePair<string, object>>? options)
    {
        foreach (var (name, value) in options ?? [])
        {
            With(name, value);
        }

        return this;
    }

    /// <summary>Sets loader or saver options written as <c>[name=value]</c>.</summary>
    internal Operation WithString(string? options) =>
        string.IsNullOrEmpty(options) || Libvips.ObjectSetFromString(handle, options) == 0
            ? this
            : throw new VipsException($"unable to call {_name}");

    internal unsafe Operation With(string name, object? value)
    {
        var content = default(GValue);
        switch (value)
        {
            case null:
                return this;
            case bool flag:
                Libvips.ValueInit(ref content, GTypes.Boolean);
                Libvips.ValueSetBoolean(ref content, flag ? 1 : 0);
                break;
            case int or Enum:
                Libvips.ValueInit(ref content, GTypes.Int);
                Libvips.ValueSetInt(ref content, Convert.ToInt32(value, provider: null));
                break;
            case double number:
                Libvips.ValueInit(ref content, GTypes.Double);
                Libvips.ValueSetDouble(ref content, number);
                break;
            case string text:
                Libvips.ValueInit(ref content, GTypes.String);
                Libvips.ValueSetString(ref content, text);
                break;
            case double[] numbers:
                Libvips.ValueInit(ref content, GTypes.ArrayDouble);
                fixed (double* first = numbers)
                {
                    Libvips.ValueSetArrayDouble(ref content, first, numbers.Length);
                }

                break;
            case Image image:
                Libvips.ValueInit(ref content, GTypes.Image);
                Libvips.ValueSetObject(ref content, image.Pixels);
                GC.KeepAlive(image);
                break;
            case Blob blob:
                Libvips.ValueInit(ref content, GTypes.Blob);
                Libvips.ValueSetBoxed(ref content, blob.Pointer);
                break;
            default:
                throw new ArgumentException($"{value.GetType()} cannot be an argument of {_name}.", nameof(value));
        }

        Libvips.ObjectSetProperty(handle, name, ref content);
        Libvips.ValueUnset(ref content);
        return this;
    }

    /// <summary>Runs the call and answers its output image.</summary>
    internal Image ToImage() =>
        new(Build("out", GTypes.Image, (ref GValue value) => Libvips.ObjectRef(Libvips.ValueGetObject(ref value))));

    /// <summary>Runs the call and answers its output bytes.</summary>
    internal byte[] ToBytes() => Build("buffer", GTypes.Blob, Bytes);

    internal static byte[] Bytes(ref GValue value)
    {
        var data = Libvips.ValueGetBlob(ref value, out var length);
        var bytes = GC.AllocateUninitializedArray<byte>(checked((int)length));
        Marshal.Copy(data, bytes, 0, bytes.Length);
        return bytes;
    }

    private T Build<T>(string output, nint type, Read<T> read)
    {
        using var self = this;
        var built = Libvips.CacheOperationBuild(handle);
        if (built == 0)
        {
            Libvips.ObjectUnrefOutputs(handle);
            throw new VipsException($"unable to call {_name}");
        }

        using var operation = new Operation(built, _name);
        var value = default(GValue);
        Libvips.ValueInit(ref value, type);
        Libvips.ObjectGetProperty(built, output, ref value);
        var result = read(ref value);
        Libvips.ValueUnset(ref value);
        Libvips.ObjectUnrefOutputs(built);
        return result;
    }

    private delegate T Read<out T>(ref GValue value);
}

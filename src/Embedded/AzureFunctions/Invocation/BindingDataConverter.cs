using System.ComponentModel;
using System.Globalization;
using System.Text.Json;

namespace Microsoft.Azure.Functions.Worker;

/// <summary>Turns a trigger's metadata, mostly text, into a parameter's type.</summary>
internal static class BindingDataConverter
{
    public static readonly JsonSerializerOptions CaseInsensitive = new() { PropertyNameCaseInsensitive = true };

    /// <summary>The value as <paramref name="type"/>.</summary>
    /// <exception cref="FormatException">The text is no such value.</exception>
    /// <exception cref="JsonException">The text is no such JSON.</exception>
    public static object? Convert(object value, Type type)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        if (type.IsInstanceOfType(value))
        {
            return value;
        }

        if (type == typeof(string))
        {
            return System.Convert.ToString(value, CultureInfo.InvariantCulture);
        }

        if (value is not string text)
        {
            return System.Convert.ChangeType(value, type, CultureInfo.InvariantCulture);
        }

        var isJson = text.Length > 0 && text[0] is '{' or '[' or '"';
        return !isJson && TypeDescriptor.GetConverter(type) is { } converter && converter.CanConvertFrom(typeof(string))
            ? converter.ConvertFromInvariantString(text)
            : JsonSerializer.Deserialize(text, type, CaseInsensitive);
    }
}

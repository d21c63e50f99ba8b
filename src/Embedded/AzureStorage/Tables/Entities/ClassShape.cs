using System.Reflection;
using System.Runtime.Serialization;
using System.Text.Json;

namespace Azure.Data.Tables.Entities;

/// <summary>The shape of a class of properties; names with [DataMember], leaves out [IgnoreDataMember].</summary>
internal sealed class ClassShape<T> : EntityShape
    where T : ITableEntity
{
    private readonly EntityProperty<T>[] _properties;
    private readonly Dictionary<string, EntityProperty<T>>.AlternateLookup<ReadOnlySpan<char>> _byName;

    private ClassShape()
    {
        _properties =
        [
            .. typeof(T).GetProperties(BindingFlags.Public | BindingFlags.Instance)
                .Where(static property =>
                    property is { GetMethod.IsPublic: true, SetMethod.IsPublic: true, Name: not ("ETag" or "Timestamp") }
                    && property.GetIndexParameters().Length == 0
                    && property.GetCustomAttribute<IgnoreDataMemberAttribute>() is null)
                .Select(Bind),
        ];
        _byName = _properties.ToDictionary(static property => property.Name, StringComparer.Ordinal).GetAlternateLookup<ReadOnlySpan<char>>();
    }

    public static ClassShape<T> Instance { get; } = new();

    public override void Write(Utf8JsonWriter json, ITableEntity entity)
    {
        json.WriteStartObject();
        foreach (var property in _properties)
        {
            property.Write(json, (T)entity);
        }

        json.WriteEndObject();
    }

    /// <summary>Reads the object the reader is at the start of.</summary>
    public T Read(ref Utf8JsonReader json)
    {
        var entity = Activator.CreateInstance<T>();
        Span<char> name = stackalloc char[EntityJson.MaxNameChars];
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            if (json.ValueSpan.Length > EntityJson.MaxNameChars)
            {
                json.Skip();
                continue;
            }

            var length = json.CopyString(name);
            json.Read();
            switch (name[..length])
            {
                case "odata.etag":
                    entity.ETag = new ETag(json.GetString()!);
                    break;
                case "Timestamp":
                    entity.Timestamp = EdmType<DateTimeOffset>.Read(ref json);
                    break;
                default:
                    if (_byName.TryGetValue(name[..length], out var property))
                    {
                        property.Read(ref json, entity);
                    }
                    else
                    {
                        json.Skip();
                    }

                    break;
            }
        }

        return entity;
    }

    private static EntityProperty<T> Bind(PropertyInfo property)
    {
        var supported = (bool)typeof(EdmType<>).MakeGenericType(property.PropertyType).GetProperty(nameof(EdmType<>.IsSupported))!.GetValue(null)!;
        if (!supported)
        {
            throw new NotSupportedException(
                $"{typeof(T).Name}.{property.Name} is a {property.PropertyType.Name}, which a table cannot hold; mark it [IgnoreDataMember].");
        }

        var name = property.GetCustomAttribute<DataMemberAttribute>()?.Name ?? property.Name;
        return (EntityProperty<T>)Activator.CreateInstance(
            typeof(EntityProperty<,>).MakeGenericType(typeof(T), property.PropertyType), name, property)!;
    }
}

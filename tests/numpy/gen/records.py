"""Structured arrays, dates, masked arrays, text input and output, the smaller corners of tier 4."""


def cases():
    for group, text in [('structured', STRUCTURED), ('dates', DATES), ('masked', MASKED), ('files', FILES)]:
        for code in text.strip().splitlines():
            yield group, code


STRUCTURED = """
x = np.array([('Ann', 31, 1.7), ('Bob', 25, 1.8)], dtype=[('name', 'U5'), ('age', int), ('height', float)]); x
x = np.array([(1, 2.5), (3, 4.5)], dtype=[('p', int), ('q', float)]); x['p'], x[0], x['q'].mean()
x = np.array([(1, 2.5), (3, 4.5)], dtype=[('p', int), ('q', float)]); x[['q', 'p']]
x = np.array([(1, 2.5), (3, 4.5)], dtype=[('p', int), ('q', float)]); x[x['p'] > 1]
x = np.array([(1, 2.5), (3, 4.5)], dtype=[('p', int), ('q', float)]); np.sort(x, order='q')[::-1]
x = np.array([(1, 2.5), (3, 4.5)], dtype=[('p', int), ('q', float)]); x.dtype, x.dtype.names, x.dtype['q'], x.itemsize
x = np.array([(1, 2.5), (3, 4.5)], dtype=[('p', int), ('q', float)]); x[1]['q'], x['q'][1], type(x[0])
x = np.array([(1, 2.5), (3, 4.5)], dtype=[('p', int), ('q', float)]); x['p'] += 10; x
x = np.array([(1, 2.5), (3, 4.5)], dtype=[('p', int), ('q', float)]); x.tolist(), list(x[0]), x[0].item()
x = np.array([(1, 2.5), (3, 4.5)], dtype=[('p', int), ('q', float)]); x == x
x = np.array([(1, 2.5), (3, 4.5)], dtype=[('p', int), ('q', float)]); x + 1
x = np.array([(1, 2.5), (3, 4.5)], dtype=[('p', int), ('q', float)]); x['nope']
x = np.array([(1, 2.5), (3, 4.5)], dtype=[('p', int), ('q', float)]); x.view(np.recarray).p
x = np.array([(1, 2.5), (3, 4.5)], dtype=[('p', int), ('q', float)]); x[0] = (9, 9.5); x
x = np.array([(1, 2.5), (3, 4.5)], dtype=[('p', int), ('q', float)]); x.sum()
x = np.rec.array([(1, 2.5), (3, 4.5)], dtype=[('p', int), ('q', float)]); x.p, x[0].q, x
np.rec.fromarrays([[1, 2], [3.5, 4]], names='a,b')
np.zeros(3, dtype='i4,f8')
np.zeros(2, dtype=[('pos', 'f4', (2,)), ('id', 'i2')])
np.zeros(2, dtype={'names': ['a', 'b'], 'formats': ['i4', 'f4']})
np.dtype([('a', 'i1'), ('b', 'f8')]).itemsize
np.dtype([('a', 'i1'), ('b', 'f8')], align=True).itemsize
np.dtype([('a', 'i1'), ('b', 'f8')]).fields
np.dtype([('a', 'i1'), ('a', 'f8')])
np.dtype([('a', [('x', 'i2'), ('y', 'i2')])])
np.array([(1, (2, 3))], dtype=[('a', 'i2'), ('b', [('x', 'i2'), ('y', 'i2')])])['b']['y']
np.array([(1, 2)], dtype='i4,i4')['f1']
np.array([1, 2], dtype=[('x', int)])
np.array([(1, 2, 3)], dtype='i4,i4')
np.unique(np.array([(1, 2), (1, 2), (0, 5)], dtype='i4,i4'))
np.argsort(np.array([(1, 'b'), (1, 'a')], dtype=[('n', int), ('s', 'U1')]), order=['n', 's'])
np.lib.recfunctions
"""

DATES = """
np.datetime64('2024-02-29')
np.datetime64('2024-02-29') + 1
np.datetime64('2024-02-29') + np.timedelta64(1, 'D')
np.datetime64('2024-03-01') - np.datetime64('2024-02-01')
np.datetime64('2024-01')
np.datetime64('2024')
np.datetime64('2024-01-31T12:30:15')
np.datetime64('2024-01-31T12:30:15.123')
np.datetime64('2024-01-31', 'M')
np.datetime64('NaT')
np.datetime64('x')
np.datetime64(5, 'D')
np.arange('2024-01-30', '2024-02-03', dtype='datetime64[D]')
np.arange('2024-01', '2024-05', dtype='datetime64[M]')
np.arange(np.datetime64('2024-01-01'), np.datetime64('2024-01-10'), 3)
np.array(['2024-01-01', '2023-06-05'], dtype='datetime64')
np.array(['2024-01-01', '2023-06-05'], dtype='datetime64[M]')
np.sort(np.array(['2024-01-01', '2023-06-05'], dtype='datetime64'))
np.array(['2024-01-01', '2023-06-05'], dtype='datetime64') > np.datetime64('2023-12-31')
np.diff(np.array(['2024-01-01', '2024-03-01'], dtype='datetime64'))
np.array(['2024-01-01'], dtype='datetime64') + np.arange(3)
np.timedelta64(90, 'm')
np.timedelta64(90, 'm') / np.timedelta64(1, 'h')
np.timedelta64(1, 'D') + np.timedelta64(1, 'h')
np.timedelta64(7, 'D') // np.timedelta64(2, 'D')
np.timedelta64(1, 'Y') + np.timedelta64(1, 'D')
np.timedelta64(3, 'D') * 2
np.timedelta64(3, 'D').astype(int)
np.datetime64('2024-01-01').astype('datetime64[s]')
np.datetime64('2024-01-01').astype(int)
np.datetime64('2024-01-01') == np.datetime64('2024-01-01T00')
np.datetime64('2024-01-01').item()
np.datetime64('2024-01-01').dtype
str(np.datetime64('2024-01-01')), repr(np.datetime64('2024-01-01'))
np.isnat(np.array(['NaT', '2024-01-01'], dtype='datetime64'))
np.array(['NaT', '2024-01-01'], dtype='datetime64')
np.array(['2024-01-01', '2024-01-03'], dtype='datetime64').max()
np.array(['2024-01-01', '2024-01-03'], dtype='datetime64').mean()
np.busday_count('2024-01-01', '2024-01-31')
np.is_busday('2024-01-06')
np.busday_offset('2024-01-05', 1)
np.datetime_as_string(np.datetime64('2024-01-01T12:00'), unit='s')
np.zeros(2, dtype='datetime64[D]')
np.zeros(2, dtype='timedelta64[s]')
np.array([1, 2], dtype='m8[h]').sum()
np.array([1, 2], dtype='m8[h]') * 1.5
np.datetime64('2024-01-01') + np.datetime64('2024-01-01')
np.datetime64('2024-01-01') + 1.5
np.datetime64('1969-12-31'), np.datetime64('0001-01-01'), np.datetime64('-0001-01-01')
np.datetime64('2023-02-29')
np.datetime64('today') > np.datetime64('2020-01-01')
"""

MASKED = """
np.ma.array([1, 2, 3], mask=[0, 1, 0])
np.ma.array([1, 2, 3], mask=[0, 1, 0]).mean()
np.ma.array([1, 2, 3], mask=[0, 1, 0]).sum()
np.ma.array([1, 2, 3], mask=[0, 1, 0]) + 1
np.ma.array([1, 2, 3], mask=[0, 1, 0]).filled(0)
np.ma.array([1, 2, 3], mask=[0, 1, 0]).compressed()
np.ma.array([1, 2, 3], mask=[0, 1, 0])[1]
np.ma.array([1, 2, 3], mask=[0, 1, 0]).count()
np.ma.masked_where(b > 4, b)
np.ma.masked_invalid([1.0, np.nan, np.inf])
np.ma.masked_equal([1, 2, 1], 1)
np.ma.masked_greater([1, 2, 3], 2)
print(np.ma.array([1.5, 2], mask=[0, 1]))
np.ma.masked
np.ma.array([[1, 2], [3, 4]], mask=[[0, 1], [0, 0]]).sum(axis=0)
"""

FILES = """
from io import StringIO; np.loadtxt(StringIO('1 2\\n3 4'))
from io import StringIO; np.loadtxt(StringIO('1,2\\n3,4'), delimiter=',')
from io import StringIO; np.loadtxt(StringIO('x,y\\n1,2\\n3,4'), delimiter=',', skiprows=1, dtype=int)
from io import StringIO; np.loadtxt(StringIO('1,2,3\\n4,5,6'), delimiter=',', usecols=(0, 2))
from io import StringIO; np.loadtxt(StringIO('1,2,3\\n4,5,6'), delimiter=',', usecols=1)
from io import StringIO; np.loadtxt(StringIO('1 2\\n3 4'), unpack=True)
from io import StringIO; x, y = np.loadtxt(StringIO('1 2\\n3 4'), unpack=True); x, y
from io import StringIO; np.loadtxt(StringIO('# c\\n1 2 # d\\n\\n3 4'))
from io import StringIO; np.loadtxt(StringIO('1 2\\n3'))
from io import StringIO; np.loadtxt(StringIO('1 a'))
from io import StringIO; np.loadtxt(StringIO('a b\\nc d'), dtype=str)
from io import StringIO; np.loadtxt(StringIO('5'))
from io import StringIO; np.loadtxt(StringIO('5'), ndmin=2)
from io import StringIO; np.loadtxt(StringIO('1\\n2\\n3'), max_rows=2)
from io import StringIO; np.loadtxt(StringIO('1;2'), delimiter=';', converters={0: lambda x: float(x) * 10})
from io import StringIO; np.loadtxt(StringIO('a 1\\nb 2'), dtype=[('n', 'U2'), ('v', float)])
from io import StringIO; np.loadtxt(StringIO('1,2'), delimiter=',', usecols=(0, 5))
from io import StringIO; np.loadtxt(StringIO(''))
from io import StringIO; np.loadtxt(StringIO('1e3 -2.5 nan inf'))
from io import StringIO; np.loadtxt(StringIO('1.5'), dtype=int)
from io import StringIO; np.genfromtxt(StringIO('1,2\\n3,'), delimiter=',')
from io import StringIO; np.genfromtxt(StringIO('1,x\\n3,4'), delimiter=',')
from io import StringIO; np.genfromtxt(StringIO('a,b\\n1,2\\n3,4'), delimiter=',', names=True)
from io import StringIO; np.genfromtxt(StringIO('a,b\\n1,2\\n3,4'), delimiter=',', skip_header=1)
from io import StringIO; np.genfromtxt(StringIO('1,a\\n3,b'), delimiter=',', dtype=None, encoding='utf-8')
from io import StringIO; np.genfromtxt(StringIO('1,,3'), delimiter=',', filling_values=-1)
from io import StringIO; np.genfromtxt(StringIO('1,2,3\\n4,5'), delimiter=',')
from io import StringIO; np.genfromtxt(StringIO('1 2 3\\n4 5 6'), usecols=(1, 2), dtype=int)
from io import StringIO; x = StringIO(); np.savetxt(x, np.eye(2)); x.getvalue()
from io import StringIO; x = StringIO(); np.savetxt(x, a, fmt='%d', delimiter=','); x.getvalue()
from io import StringIO; x = StringIO(); np.savetxt(x, v, fmt='%.2f', header='top', footer='end'); x.getvalue()
from io import StringIO; x = StringIO(); np.savetxt(x, f, fmt=['%d', '%.1f', '%g'], delimiter=';'); x.getvalue()
from io import StringIO; x = StringIO(); np.savetxt(x, c); x.getvalue()
from io import StringIO; x = StringIO(); np.savetxt(x, d)
from io import BytesIO; x = BytesIO(); np.save(x, np.arange(3)); x.seek(0); np.load(x)
from io import BytesIO; x = BytesIO(); np.save(x, f); x.getvalue()[:8], len(x.getvalue())
from io import BytesIO; x = BytesIO(); np.save(x, a.T); x.getvalue()[10:70]
from io import BytesIO; x = BytesIO(); np.savez(x, p=a, q=v); x.seek(0); y = np.load(x); sorted(y.files), y['q']
np.load('missing.npy')
np.loadtxt('missing.txt')
np.fromstring('1 2 3', sep=' ')
np.fromregex
"""

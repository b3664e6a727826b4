"""Matrices, dtypes as objects, the types of ufuncs' loops."""


def cases():
    for code in MATRIX.strip().splitlines():
        yield 'matrix', "import warnings; warnings.simplefilter('ignore'); m = np.matrix([[1, 2], [3, 4]]); a = np.array([[1, 2], [3, 4]]); s = np.matrix([[2., 1], [1, 3]]); " + code
    for code in DTYPES.strip().splitlines():
        yield 'dtypes', "i4, f4, f8 = np.dtype('i4'), np.dtype('f4'), np.dtype('f8'); " + code


MATRIX = r"""
m.T
m*2
2*m
m*m
m*[1,2]
m**2
m**0
m**-1
a*m
m*a
m+1
m/m
m@m
m@a
a@m
m[0]
m[:,0]
m[0,1]
m[0,:]
m[...,0]
m[[0,1],[0,1]]
m[m>1]
m[None].shape
m[m[:,0].A1>1]
m[1:]
m.sum()
m.sum(0)
m.sum(axis=1)
m.mean(0)
m.std(1)
m.var()
m.max(1)
m.argmax(1)
m.argmax()
m.min(0)
m.ptp(1)
m.prod(1)
m.any(1)
m.all(0)
m.any()
m.cumsum()
m.cumsum(0)
m.cumprod(1)
m.ravel()
m.flatten()
m.reshape(4)
m.reshape(4,1)
m.squeeze()
m.diagonal()
m.trace()
m.tolist()
m.A
m.A1
m.H
m.I
m.clip(2,3)
m.round(1)
m.astype(float)
m.copy()
m.take([0,1])
m.take([0],axis=0)
m.repeat(2)
m.repeat(2,axis=1)
m.nonzero()
m.argsort(1)
m.conj()
m.real
m.imag
m.swapaxes(0,1)
m.transpose()
m.dot(a)
m.dot(m)
m.compress([True,False],axis=0)
m.searchsorted(1)
m.item(0)
m.choose([1,2,3,4,5])
list(m.flat)
list(m)
[type(r).__name__ for r in m]
m.view(np.ndarray)
m.tobytes()
m==m
m<2
-m
abs(m)
~m
m%2
m//2
m&1
2-m
m**m
a**m
2**m
np.float64(2)*m
m*np.float64(2)
m*np.array([1,2])
np.array([1,2])*m
m*np.array([[1],[2]])
[1,2]*m
np.sum(m)
np.sum(m,axis=0)
np.mean(m,axis=1)
np.std(m,axis=0)
np.max(m,axis=1)
np.ptp(m,axis=1)
np.argmax(m,axis=1)
np.median(m,axis=0)
np.percentile(m,50,axis=1)
np.average(m)
np.average(m,axis=1)
np.average(m,axis=0,weights=[1,2])
np.nansum(m,axis=1)
np.nanmean(m,axis=0)
np.nanmax(m,axis=1)
np.cumsum(m)
np.cumsum(m,axis=1)
np.cumprod(m)
np.diff(m)
np.sqrt(m)
np.exp(m)
np.add(m,1)
np.multiply(m,m)
np.maximum(m,2)
np.add(m,1,subok=False)
np.modf(m)
np.divmod(m,2)
np.add.reduce(m)
np.add.reduce(m,axis=1)
np.add.accumulate(m)
np.transpose(m)
np.reshape(m,(4,))
np.ravel(m)
np.squeeze(m)
np.expand_dims(m,0)
np.swapaxes(m,0,1)
np.diagonal(m)
np.diag(m)
np.trace(m)
np.tril(m)
np.triu(m)
np.flip(m)
np.fliplr(m)
np.flipud(m)
np.rot90(m)
np.sort(m)
np.argsort(m)
np.partition(m,1)
np.take(m,[0,1])
np.repeat(m,2)
np.tile(m,2)
np.where(m>1,m,0)
np.where(m>2)
np.nonzero(m)
np.argwhere(m>1)
np.flatnonzero(m>1)
np.clip(m,2,3)
np.round(m)
np.around(m,1)
np.dot(m,m)
np.dot(m,a)
np.dot(a,m)
np.inner(m,m)
np.outer(m,m)
np.kron(m,m)
np.matmul(m,m)
np.tensordot(m,m)
np.einsum('ij,jk',m,m)
np.cross(m,m)
np.concatenate([m,m])
np.concatenate([m,a],axis=1)
np.vstack([m,m])
np.hstack([m,a])
np.stack([m,m])
np.column_stack([m,m])
np.dstack([m,m])
np.append(m,m,axis=0)
np.insert(m,1,5,axis=0)
np.insert(m,1,5)
np.delete(m,0,axis=0)
np.delete(m,0)
np.split(m,2)
np.hsplit(m,2)
np.array_split(m,2)
np.array(m)
np.asarray(m)
np.asanyarray(m)
np.array(m,subok=True)
np.copy(m)
np.copy(m,subok=True)
np.zeros_like(m)
np.ones_like(m)
np.full_like(m,7)
np.empty_like(m).shape
np.real(m)
np.imag(m)
np.angle(m)
np.conj(m)
np.abs(m)
np.isnan(m)
np.isfinite(m)
np.all(m)
np.any(m,axis=1)
np.unique(m)
np.isin(m,[1])
np.searchsorted([1,2,3],m)
np.digitize(m,[1,2])
np.histogram(m)
np.bincount(m.A1)
np.cov(m)
np.corrcoef(m)
np.interp(m,[0,5],[0,10])
np.linalg.inv(m)
np.linalg.pinv(m)
np.linalg.det(m)
np.linalg.eig(m)
np.linalg.eigvals(m)
np.linalg.eigh(s)
np.linalg.svd(m)
np.linalg.qr(m)
np.linalg.cholesky(s)
np.linalg.solve(m,[1,2])
np.linalg.solve(m,m)
np.linalg.solve(m,[[1],[2]])
np.linalg.norm(m)
np.linalg.norm(m,axis=1)
np.linalg.matrix_rank(m)
np.linalg.matrix_power(m,3)
np.linalg.slogdet(m)
np.linalg.cond(s)
np.linalg.outer([1,2],[3,4])
np.fft.fft(m)
np.broadcast_to(m,(2,2))
np.broadcast_arrays(m,m)
np.atleast_1d(m)
np.atleast_2d(m)
np.moveaxis(m,0,1)
np.ascontiguousarray(m)
np.asfortranarray(m)
np.require(m)
np.nan_to_num(m)
np.gradient(m)
np.convolve(m.A1,m.A1)
np.polyval(m,2)
np.choose(m-1,[1,2,3,4,5])
np.compress([1,0],m,axis=0)
np.extract(m>1,m)
np.select([m>1],[m])
np.piecewise(m,[m>1],[5])
np.unwrap(m)
np.ix_([0],[1])
np.cumulative_sum(m,axis=1)
np.count_nonzero(m)
np.apply_over_axes(np.sum,m,0)
np.pad(m,1)
np.rollaxis(m,1)
np.fix(m/2)
np.sinc(m)
np.logical_not(m)
np.frexp(m)
np.ldexp(m,2)
np.array_equal(m,a)
np.allclose(m,a)
np.isclose(m,a)
np.may_share_memory(m,m.A)
np.shares_memory(m,m.A)
np.ndim(m),np.shape(m),np.size(m)
np.result_type(m)
np.iscomplex(m)
np.isreal(m)
np.array2string(m)
np.array_repr(m)
np.array_str(m)
str(m)
repr(m.astype('f4'))
repr(np.matrix(np.zeros((0,2))))
np.matrix('1 2; 3 4')
np.matrix('[1, 2; 3, 4]')
np.matrix('1.5, 2j')
np.matrix('1 2; 3')
np.matrix([1,2])
np.matrix(5)
np.matrix([[[1]]])
np.matrix(a,dtype=float)
np.matrix(m) is m
np.asmatrix(m) is m
np.asmatrix(a).base is a
np.asmatrix([1,2])
np.bmat([[m,m],[m,m]])
np.bmat('m,m; m,m')
np.bmat('m q')
np.mat
isinstance(m,np.ndarray),isinstance(m,np.matrix),type(m)
np.isscalar(m)
m.__array_priority__
m.shape,m.ndim,m.size,len(m),m.dtype
float(np.matrix([[3]]))
int(m[0,0])
bool(np.matrix([[1]]))
m in [1]
1 in m
a+m
a-m
a==m
a*2+m
np.c_[m,m]
np.r_[m,m]
np.r_['r',[1,2]]
np.iscomplexobj(m)
np.lib.stride_tricks.sliding_window_view(m,(1,1)).shape
m.getfield(np.int32)
m.flags.c_contiguous
m.T.base is m
m.sort()
m.fill(3)
m.put([0],[9])
m.itemset
m.nbytes
m.mT
m.__class__
m.getT()
m.getI()
m.sum(axis=1,dtype=float)
m.mean(axis=1,dtype='f4')
m.max()
m.sum(axis=2)
m.argmin(0)
m.squeeze(axis=0)
np.squeeze(m[0])
m[0].squeeze()
m[0].T
m[0][0]
m[0,0:1]
m[0:1,0]
m[[0]]
m[:,[0]]
m[[0],0]
m[0].tolist()
m[-1,-1]
m[2]
m[True]
m[np.int64(0)]
m[:,np.int64(0)]
m*=2; m
m*=m; m
m**=2; m
m+=1; m
m[0]=5; m
m[:,0]=m[:,1]; m
m[:,0]=[[7],[8]]; m
m[:,0]=[7,8]; m
m[0]=m[1]; m
m[m>2]=0; m
a*=m; a
m[0,0]=9.7; m
x=m[0]; x[0,1]=77; m
x=m.A; x[0]=3; m
m@=m; m
m=m.astype(float); m/=3; m
np.add(m,1,out=a); a
m.sum(axis=0,out=np.matrix([[0,0]]))
m -= [1,2]; m
"""

DTYPES = r"""
np.dtype('8f')==np.dtype(('f4',(8,))), np.dtype('8f')!='f4', np.dtype('8f')=='8f'
np.dtype([('a','i4',(2,)),('b','f8')])['a'], np.dtype([('a','i4',(2,)),('b','f8')]).fields
np.dtype(float,metadata={'k':1}), np.dtype(float,metadata={'k':1}).metadata,np.dtype(float,metadata={'k':1})==float
np.dtype(float,metadata=5)
np.dtype('f4')<np.dtype('f8'), np.dtype('f8')<=np.dtype('f4')
np.dtype('f8')==5
np.dtype('f8')<5
np.dtype('f8')==None, np.dtype('f8')!=None
bool(np.dtype('f8')), len(np.dtype('f8')), bool(np.dtype([('a',int)]))
np.dtypes.Float64DType(3)
np.dtypes.StrDType(8), np.dtypes.BytesDType(3)
np.dtypes.VoidDType(4)
np.dtypes.DateTime64DType()
np.dtypes.ObjectDType(), np.dtypes.BoolDType(), np.dtypes.ByteDType, np.dtypes.LongDType
np.array([1],dtype=np.dtypes.Float32DType).dtype
isinstance(np.dtype('f4'), np.dtypes.Float32DType), isinstance(np.dtype('f4'), np.dtypes.Float64DType)
np.dtype('f8').foo
np.dtype('f8').__class__, np.dtype('f8').__class__.__name__
type(np.dtype('f8')) is np.dtypes.Float64DType
np.ones(2,'2f8'), np.empty(2,'3f8').shape, np.full(2,7,'2i4')
np.add.resolve_dtypes((i4,f4,None))
np.add.resolve_dtypes((f4,float,None))
np.add.resolve_dtypes((f4,int,None))
np.add.resolve_dtypes((i4,float,None))
np.add.resolve_dtypes((int,int,None))
np.add.resolve_dtypes((i4,complex,None))
np.add.resolve_dtypes((i4,i4))
np.add.resolve_dtypes((i4,i4,f8))
np.add.resolve_dtypes((i4,i4,np.dtype('i1')))
np.add.resolve_dtypes((i4,i4,np.dtype('i1')),casting='unsafe')
np.add.resolve_dtypes((i4,None,i4))
np.add.resolve_dtypes((None,i4,None),reduction=True)
np.add.resolve_dtypes((f4,f4,None),reduction=True)
np.add.resolve_dtypes((i4,'f4',None))
np.sin.resolve_dtypes((i4,None))
np.sin.resolve_dtypes((np.dtype('i1'),None))
np.equal.resolve_dtypes((i4,f4,None))
np.divmod.resolve_dtypes((i4,i4,None,None))
np.add.resolve_dtypes((i4,f4,None),signature=(f8,f8,None))
np.add.resolve_dtypes((i4,f4,None),signature=(None,None,f8))
np.add.resolve_dtypes((np.dtype('S2'),f4,None))
np.add.resolve_dtypes([i4,f4,None])
np.add.resolve_dtypes((np.dtype('M8[s]'),np.dtype('m8[ms]'),None))
np.add.resolve_dtypes((np.dtype('>i4'),f4,None))
np.add.types,np.add.ntypes,np.ldexp.types,np.frexp.types,np.equal.types,np.divmod.types
[(u,getattr(np,u).types,getattr(np,u).ntypes) for u in ['exp','sin','isnan','signbit','modf','logical_not','bitwise_count','gcd','power','floor_divide','square','sign']]
np.typecodes
d=np.dtype('8f'); d, str(d), d.name, d.itemsize, d.alignment, d.shape, d.subdtype, d.base, d.isbuiltin, d.num, d.flags, len(d), type(d)
d=np.dtype(('i4',(2,3))); d, str(d), d.name, d.itemsize, d.alignment, d.shape, d.subdtype, d.base, d.isbuiltin, d.num, d.flags, len(d), type(d)
d=np.dtype((float,8)); d, str(d), d.name, d.itemsize, d.alignment, d.shape, d.subdtype, d.base, d.isbuiltin, d.num, d.flags, len(d), type(d)
d=np.dtype(('8f',)); d, str(d), d.name, d.itemsize, d.alignment, d.shape, d.subdtype, d.base, d.isbuiltin, d.num, d.flags, len(d), type(d)
d=np.dtype(('f8',1)); d, str(d), d.name, d.itemsize, d.alignment, d.shape, d.subdtype, d.base, d.isbuiltin, d.num, d.flags, len(d), type(d)
d=np.dtype(('f8',())); d, str(d), d.name, d.itemsize, d.alignment, d.shape, d.subdtype, d.base, d.isbuiltin, d.num, d.flags, len(d), type(d)
d=np.dtype('(2,3)f8'); d, str(d), d.name, d.itemsize, d.alignment, d.shape, d.subdtype, d.base, d.isbuiltin, d.num, d.flags, len(d), type(d)
d=np.dtype('>2f8'); d, str(d), d.name, d.itemsize, d.alignment, d.shape, d.subdtype, d.base, d.isbuiltin, d.num, d.flags, len(d), type(d)
d=np.dtype(([('a',int)],2)); d, str(d), d.name, d.itemsize, d.alignment, d.shape, d.subdtype, d.base, d.isbuiltin, d.num, d.flags, len(d), type(d)
d=np.dtype(('S5',3)); d, str(d), d.name, d.itemsize, d.alignment, d.shape, d.subdtype, d.base, d.isbuiltin, d.num, d.flags, len(d), type(d)
d=np.dtype((np.void,8)); d, str(d), d.name, d.itemsize, d.alignment, d.shape, d.subdtype, d.base, d.isbuiltin, d.num, d.flags, len(d), type(d)
d=np.dtype('f8'); d, str(d), d.name, d.itemsize, d.alignment, d.shape, d.subdtype, d.base, d.isbuiltin, d.num, d.flags, len(d), type(d)
d=np.dtype('O'); d, str(d), d.name, d.itemsize, d.alignment, d.shape, d.subdtype, d.base, d.isbuiltin, d.num, d.flags, len(d), type(d)
d=np.dtype('U3'); d, str(d), d.name, d.itemsize, d.alignment, d.shape, d.subdtype, d.base, d.isbuiltin, d.num, d.flags, len(d), type(d)
d=np.dtype('M8[s]'); d, str(d), d.name, d.itemsize, d.alignment, d.shape, d.subdtype, d.base, d.isbuiltin, d.num, d.flags, len(d), type(d)
d=np.dtype([('a','O')]); d, str(d), d.name, d.itemsize, d.alignment, d.shape, d.subdtype, d.base, d.isbuiltin, d.num, d.flags, len(d), type(d)
d=np.dtype([('a','i4'),('b','U3',(2,))]); d, str(d), d.name, d.itemsize, d.alignment, d.shape, d.subdtype, d.base, d.isbuiltin, d.num, d.flags, len(d), type(d)
d=np.dtype({'a':('2f4',0),'b':('i4',8)}); d, str(d), d.name, d.itemsize, d.alignment, d.shape, d.subdtype, d.base, d.isbuiltin, d.num, d.flags, len(d), type(d)
d=np.dtype('V3'); d, str(d), d.name, d.itemsize, d.alignment, d.shape, d.subdtype, d.base, d.isbuiltin, d.num, d.flags, len(d), type(d)
d=np.dtype('S'); d, str(d), d.name, d.itemsize, d.alignment, d.shape, d.subdtype, d.base, d.isbuiltin, d.num, d.flags, len(d), type(d)
d=np.dtype('?'); d, str(d), d.name, d.itemsize, d.alignment, d.shape, d.subdtype, d.base, d.isbuiltin, d.num, d.flags, len(d), type(d)
d=np.dtype('>c8'); d, str(d), d.name, d.itemsize, d.alignment, d.shape, d.subdtype, d.base, d.isbuiltin, d.num, d.flags, len(d), type(d)
x=np.zeros((2,2),dtype='i4'); x.setfield(3,'i2',2); x
x=np.zeros((2,2),dtype='i4'); x.setfield([[1,2],[3,4]],'i2'); x
np.zeros(2).setfield(3,'i8',1)
np.zeros(2).setfield(3,'i2',-1)
np.float64(1).setfield(3,'f8')
np.typecodes
v=np.vectorize(len,otypes='d'); v.cache, v.excluded, v.otypes, v.signature
v=np.vectorize(len,otypes=[float,int],excluded=['a'],cache=True); v.cache, v.excluded, v.signature
np.zeros(3,'8f').shape, np.ones(2,'2f8'), np.full(2,7,'2i4')
np.zeros(2,dtype=[('a','8f')])['a'].shape
"""
